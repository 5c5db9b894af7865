// node axe.mjs URL...: axe-core over each page in six modes, as JSON: [{url, mode, violations, undecided, overflow}].
// overflow: by how many pixels the page is wider than its window. About a second a page and mode.
import axe from 'axe-core';
import {open, withBrowser} from './browser.mjs';

const NARROW = {viewport: {width: 320, height: 640}};
const MODES = {
  'desktop': {},
  '320 px wide': NARROW,
  'dark': {colorScheme: 'dark'},
  'forced colours': {forcedColors: 'active'},
  'reduced motion': {reducedMotion: 'reduce'},
  'text spacing': {...NARROW, bypassCSP: true},
};
// WCAG 1.4.12: what must still fit when a reader spreads the text.
const SPACING = '* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}' +
  'p {margin-bottom: 2em !important}';
const RULES = {
  runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
  rules: {'target-size': {enabled: true}},  // of WCAG 2.2, and off unless asked for
};

const brief = results => results.map(({id, impact, nodes}) => ({id, impact, nodes: nodes.map(node => node.html.slice(0, 200))}));

await withBrowser(async browser => {
  const found = [];
  for (const url of process.argv.slice(2)) {
    for (const [mode, options] of Object.entries(MODES)) {
      const context = await browser.newContext(options);
      const {page} = await open(context, url);
      if (mode === 'text spacing') await page.addStyleTag({content: SPACING});
      await page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
      await page.evaluate(axe.source);
      const {violations, incomplete} = await page.evaluate(rules => window.axe.run(document, rules), RULES);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      found.push({url, mode, violations: brief(violations), undecided: brief(incomplete), overflow: Math.max(0, overflow)});
      await context.close();
    }
  }
  return found;
});

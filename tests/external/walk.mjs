// node walk.mjs URL: what a person with a keyboard, and one without scripts, meets on an episode's page, as JSON.
//   stops       every stop of the Tab key, in order: role and name as assistive technology gets them, place in the
//               document, whether the focus can be seen; presses inside the player's own controls count one each
//   playing     whether anything started by itself
//   seeks       [{wanted, shown}]: the sentence sought and the sentences marked, by their times
//   chapter     where a chapter's link led
//   plain       the page without scripts
//   foreign, complaints   requests to other hosts; errors and warnings of the browser
import {open, withBrowser} from './browser.mjs';

const [url] = process.argv.slice(2);
const MOST_STOPS = 150;

async function tabStops(page) {
  const cdp = await page.context().newCDPSession(page);
  const stops = [];
  for (let press = 0; press < MOST_STOPS; press++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      return {tag: element.localName, place: [...document.querySelectorAll('*')].indexOf(element),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2};
    });
    if (!at) return {stops, left: true};
    const {result} = await cdp.send('Runtime.evaluate', {expression: 'document.activeElement'});
    const {nodes} = await cdp.send('Accessibility.getPartialAXTree', {objectId: result.objectId, fetchRelatives: false});
    stops.push({...at, role: nodes[0].role?.value ?? '', name: nodes[0].name?.value ?? ''});
  }
  return {stops, left: false};
}

// Into the middle of the sentence at `share` of the text. A sentence can be several elements: they have one time.
async function seekTo(page, share) {
  return page.evaluate(async share => {
    const audio = document.querySelector('audio');
    const times = [...document.querySelectorAll('#transcript [data-t]')].map(element => element.dataset.t);
    const wanted = times[Math.floor(times.length * share)];
    const [start, end] = wanted.split('-').map(Number);
    const sought = new Promise(done => audio.addEventListener('seeked', done, {once: true}));
    audio.currentTime = (start + end) / 2000;
    await sought;
    await new Promise(done => setTimeout(done, 100));
    const shown = [...document.querySelectorAll('.now')].map(element => element.dataset.t);
    return {wanted, shown, at: audio.currentTime * 1000, start, end};
  }, share);
}

async function withoutScripts(browser) {
  const context = await browser.newContext({javaScriptEnabled: false});
  const {page} = await open(context, url);
  const plain = {
    audio: await page.locator('audio[controls]').isVisible(),
    download: await page.getByRole('link', {name: /^Download MP3/}).getAttribute('href'),
    text: await page.locator('#transcript').innerText(),
    buttons: await page.locator('main button').count(),
    chapters: await page.locator('.chapters a').count(),
  };
  await context.close();
  return plain;
}

await withBrowser(async browser => {
  const context = await browser.newContext();
  const {page, notes} = await open(context, url);
  const {stops, left} = await tabStops(page);
  await page.waitForFunction(() => document.querySelector('audio').readyState > 0);
  const playing = await page.evaluate(() => [...document.querySelectorAll('audio, video')].some(media => media.autoplay || !media.paused));
  const seeks = [];
  for (const share of [0.9, 0.1, 0.5]) seeks.push(await seekTo(page, share));
  const link = page.locator('[data-seek]').last();
  await link.click();
  await page.waitForFunction(() => { const audio = document.querySelector('audio'); return !audio.seeking && !audio.paused; });
  const chapter = {
    wanted: Number(await link.getAttribute('data-seek')),
    at: await page.evaluate(() => document.querySelector('audio').currentTime * 1000),
    stayed: page.url() === url,
  };
  await context.close();
  return {stops, left, playing, seeks, chapter, plain: await withoutScripts(browser), ...notes};
});

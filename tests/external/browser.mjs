// The system's Chromium for the scripts of this folder; CHROMIUM names another one.
import {chromium} from 'playwright-core';

const ARGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'];

// root has no sandbox
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export async function withBrowser(work) {
  const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: [...ARGS, ...sandbox]});
  try {
    console.log(JSON.stringify(await work(browser)));
  } finally {
    await browser.close();
  }
}

// Open `url`; the page comes with what it asked of other hosts and what the browser complained about.
export async function open(context, url) {
  const page = await context.newPage();
  const notes = {foreign: [], complaints: []};
  page.on('request', request => {
    const {protocol, origin} = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(url).origin) notes.foreign.push(request.url());
  });
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) notes.complaints.push(message.text()); });
  page.on('pageerror', error => notes.complaints.push(String(error)));
  const answer = await page.goto(url);
  if (!answer.ok()) throw new Error(`${url}: HTTP ${answer.status()}`);
  return {page, notes};
}

// Chromium as a test drives it: a page in a language and a size, its picture, and what axe finds.
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

const patience = Number(process.env.LT_PATIENCE ?? 1); // of builds that run slower, as CMake knows them
export const slow = { timeout: 60_000 * patience }; // for what works a while
export const sizes = { wide: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } };
export const languages = ['vi', 'en'];

export class Browser {
  static async start(url, pictures) {
    const browser = new Browser();
    browser.url = url;
    browser.pictures = pictures;
    mkdirSync(pictures, { recursive: true });
    browser.chromium = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
    return browser;
  }

  // A person at the screen; `state` keeps who is signed in.
  async person({ size = 'wide', language = 'vi', state } = {}) {
    const context = await this.chromium.newContext({
      viewport: sizes[size], baseURL: this.url, locale: language === 'vi' ? 'vi-VN' : 'en-GB', reducedMotion: 'reduce', storageState: state,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await context.addInitScript((chosen) => localStorage.setItem('language', chosen), language);
    // Nobody else is asked: pages of others may name places of the wide world.
    await context.route((address) => address.hostname !== '127.0.0.1' && address.protocol.startsWith('http'), (route) => route.abort());
    const page = await context.newPage();
    page.setDefaultTimeout(15_000 * patience);
    page.wrongs = [];
    page.on('pageerror', (error) => page.wrongs.push(String(error)));
    page.on('console', (message) => {
      // A refused request is told in the page itself.
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) page.wrongs.push(message.text());
    });
    return page;
  }

  async picture(page, name) {
    await page.screenshot({ path: join(this.pictures, `${name}.png`), fullPage: true, animations: 'disabled' });
  }

  async stop() {
    await this.chromium.close();
  }
}

// Nothing awaited, and nothing wrong in the browser's own console.
export async function settled(page) {
  await page.waitForLoadState('domcontentloaded');
  await page.locator('#root > *').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.waiting'));
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  assert.deepEqual(page.wrongs, [], `in the browser's console at ${page.url()}`);
}

// A page of who is signed in, at this address.
export async function open(world, address) {
  const page = (world.page = await world.browser.person({ state: world.state }));
  await page.goto(address);
  await settled(page);
  return page;
}

// The dialog or drawer of this name that is open.
export const dialog = (page, name) => page.getByRole('dialog', { name });

// Gives the reason or purpose that the open dialog asks for, and goes through with it.
export async function agree(page, reason) {
  const open = await page.locator('.ant-modal:visible').last().elementHandle();
  if (reason) await (await open.$('textarea')).fill(reason);
  await (await open.$$('.ant-modal-footer .ant-btn, .ant-modal-confirm-btns .ant-btn')).at(-1).click();
  await open.waitForElementState('hidden'); // this one; what it leads to may open another
}

// One of a field's choices; `typed` where the list is long.
export async function choose(page, field, option, typed) {
  await page.locator('.ant-select', { has: page.locator(`#${field}`) }).click();
  if (typed) await page.keyboard.type(typed);
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: option }).first().click();
}

// What the API says to who is signed in on this page.
export const asked = (page, path) => page.evaluate(async (at) => (await fetch(`/api/v1${at}`)).json(), path);

// What WCAG AA asks for, as far as a program sees it.
export async function accessible(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
  const faults = found.violations.map((fault) => `${fault.id}: ${fault.help}: ${fault.nodes.slice(0, 3).map((node) => `${node.target} ${node.any.map((each) => each.message).join(' ')}`).join(' | ')}`);
  assert.deepEqual(faults, [], where);
}

export async function signIn(page, user, password, code) {
  await page.goto('/');
  await page.locator('#user').fill(user);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
  if (!code) return;
  await page.locator('#code').fill(code());
  await page.locator('button[type=submit]').click();
}

export async function choosePassword(page, former, chosen) {
  await page.locator('#present').fill(former);
  await page.locator('#chosen').fill(chosen);
  await page.locator('#again').fill(chosen);
  await page.locator('button[type=submit]').click();
  await page.locator('.shell').waitFor();
}

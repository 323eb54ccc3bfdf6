// The main path without a mouse: signing in, what needs somebody, running a flow; the focus is always seen.
import assert from 'node:assert/strict';
import { settled } from '../browser.mjs';

const most = 80;

// What has the focus, and whether one sees that it has.
const focused = (page) =>
  page.evaluate(() => {
    const it = document.activeElement;
    const shown = [it, it.closest('.ant-input-affix-wrapper, .ant-checkbox-wrapper, .ant-checkbox, .ant-select')].filter(Boolean).map((each) => getComputedStyle(each));
    const outlined = shown.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none');
    return { name: it.getAttribute('aria-label') || it.innerText || it.id, seen: outlined, body: it === document.body };
  });

// Tab by Tab to what `wanted` names; everything on the way shows its focus.
async function tabTo(page, wanted) {
  const way = [];
  for (let steps = 0; steps < most; ++steps) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      assert.ok((await focused(page)).seen, `the focus of ${(await focused(page)).name} is not seen`);
      return;
    }
    const now = await focused(page);
    way.push(now.name);
    assert.ok(now.body || now.seen, `the focus of '${now.name}' is not seen`);
  }
  assert.fail(`Tab never reaches it; it went ${way.join(' → ')}`);
}

export const cases = [
  [
    'the keyboard alone signs in, opens what needs somebody, and runs a flow',
    async (world) => {
      const page = (world.page = await world.browser.person());
      await page.goto('/');
      await page.locator('#user').waitFor();
      await page.keyboard.type('quan.tri'); // the form has the focus from the beginning
      await tabTo(page, page.locator('#password'));
      await page.keyboard.type(world.password);
      await page.keyboard.press('Enter');
      await page.locator('.needs .go').first().waitFor();
      await settled(page);
      await tabTo(page, page.locator('.needs .go').first());
      await page.keyboard.press('Enter');
      await page.waitForURL((address) => address.pathname !== '/');
      await settled(page);
      await page.waitForFunction(() => document.activeElement?.tagName === 'H1');

      await page.goto('/flows?q=mui%20tiem%20tu%20cong');
      await settled(page);
      await tabTo(page, page.locator('a.row').first());
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/flows\/portal_injections/);
      await settled(page);
      await tabTo(page, page.getByRole('button', { name: 'Chạy ngay' }));
      await page.keyboard.press('Enter');
      const run = page.locator('.ant-modal:visible');
      await run.waitFor();
      await tabTo(page, run.getByRole('button', { name: 'Chạy ngay' }));
      await page.keyboard.press('Enter');
      await run.locator('.status', { hasText: 'Xong' }).waitFor();
      await page.keyboard.press('Escape');
      await run.waitFor({ state: 'hidden' });
      await page.waitForFunction(() => document.activeElement?.textContent?.includes('Chạy ngay'));
      await page.context().close();
    },
  ],
];

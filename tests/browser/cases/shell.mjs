// The overview and the frame: what leads where, the language, a phone’s menu, and a hub that does not answer.
import assert from 'node:assert/strict';
import { accessible, open, settled } from '../browser.mjs';

// What the overview shows, and where each of it leads.
const ways = [
  ['.figures a[href="/dead-letters"]', /\/dead-letters$/],
  ['.needs .go', /\/(dead-letters|flows|reviews)/],
  ['.map .node a', /\/systems\/.+/],
  ['td.title a.row', /\/flows\/.+/],
  ['.card header a[href="/flows"]', /\/flows$/],
  ['.tablefoot a[href="/systems"]', /\/systems$/],
];

export const cases = [
  [
    'each part of the overview leads to what it speaks of, and the browser’s way back to it',
    async (world) => {
      const page = await open(world, '/');
      for (const [part, leads] of ways) {
        await page.locator(part).first().click();
        await page.waitForURL(leads);
        await settled(page);
        await page.goBack();
        await page.locator('.figures').waitFor();
        await settled(page);
      }
      await page.context().close();
    },
  ],
  [
    'the language is changed on the spot and is kept',
    async (world) => {
      const page = await open(world, '/flows');
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor();
      assert.equal(await page.evaluate(() => [document.documentElement.lang, localStorage.getItem('language')].join()), 'en,en');
      await page.getByRole('button', { name: 'Tiếng Việt' }).click();
      await page.getByRole('heading', { name: 'Luồng dữ liệu', level: 1 }).waitFor();
      await page.context().close();
    },
  ],
  [
    'a phone’s menu leads to every page that the role may see, and closes behind it',
    async (world) => {
      const page = (world.page = await world.browser.person({ state: world.state, size: 'phone' }));
      await page.goto('/');
      await settled(page);
      await page.getByRole('button', { name: 'Mở trình đơn' }).click();
      const menu = page.locator('.drawer');
      await menu.locator('.nav a').last().waitFor();
      assert.equal(await menu.locator('.nav a').count(), 14);
      await accessible(page, 'the menu of a phone');
      await world.browser.picture(page, 'menu-vi-phone');
      await menu.getByRole('link', { name: 'Báo cáo' }).click();
      await page.waitForURL(/\/reports$/);
      await menu.locator('.nav a').last().waitFor({ state: 'hidden' });
      await page.context().close();
    },
  ],
  [
    'a hub that does not answer is said to be silent, and is asked again at a press',
    async (world) => {
      const page = (world.page = await world.browser.person({ state: world.state }));
      await page.route('**/api/v1/flows*', (route) => route.abort());
      await page.goto('/flows');
      await page.locator('.trouble', { hasText: 'Không kết nối được với hệ thống' }).waitFor();
      await accessible(page, 'a hub that does not answer');
      await world.browser.picture(page, 'offline-vi-wide');
      await page.unroute('**/api/v1/flows*');
      await page.getByRole('button', { name: 'Thử lại' }).click();
      await page.locator('tbody tr').first().waitFor();
      await page.context().close();
    },
  ],
];

// Flows: what a run would change, a run with its ledger, a pause that stays.
import assert from 'node:assert/strict';
import { accessible, open } from '../browser.mjs';

export const cases = [
  [
    'a dry run shows what would change, and changes nothing',
    async (world) => {
      const page = await open(world, '/flows/portal_injections');
      await page.getByRole('button', { name: 'Chạy thử' }).click();
      await page.locator('.ant-drawer .status', { hasText: 'Xong' }).waitFor();
      await page.locator('.ant-drawer .ledger').waitFor();
      await accessible(page, 'a dry run');
      await world.browser.picture(page, 'flow-dry-run-vi-wide');
      await page.context().close();
    },
  ],
  [
    'a flow runs at a press and its ledger balances',
    async (world) => {
      const page = await open(world, '/flows/portal_injections');
      const before = await page.locator('tbody tr').count();
      await page.getByRole('button', { name: 'Chạy ngay' }).click();
      await page.locator('.ant-modal input[type=checkbox]').check();
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('.ant-modal .status', { hasText: 'Xong' }).waitFor();
      await page.locator('.ant-modal-footer .ant-btn').first().click();
      await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length > n, before);
      await page.locator('.status', { hasText: 'Cân bằng' }).waitFor();
      const shown = await page.evaluate(() => [...document.querySelectorAll('.ledger.big .parts i')].map((part) => part.getBoundingClientRect().width).reduce((a, b) => a + b, 0) / document.querySelector('.ledger.big .whole').getBoundingClientRect().width);
      assert.ok(shown > 0.97, `the parts fill ${shown} of the whole`);
      await page.context().close();
    },
  ],
  [
    'a flow is paused with a reason and resumed',
    async (world) => {
      const page = await open(world, '/flows/portal_injections');
      await page.getByRole('button', { name: 'Tạm dừng' }).click();
      await page.locator('.ant-modal textarea').fill('bảo trì cổng quốc gia');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('.head .status', { hasText: 'Tạm dừng' }).waitFor();
      await world.browser.picture(page, 'flow-paused-vi-wide');
      await page.getByRole('button', { name: 'Chạy tiếp' }).click();
      await page.locator('.head .status', { hasText: 'Tốt' }).waitFor();
      await page.context().close();
    },
  ],
];

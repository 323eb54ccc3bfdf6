// Flows: what a run would change, a run with its ledger, a pause that stays.
import assert from 'node:assert/strict';
import { accessible, agree, choose, dialog, open } from '../browser.mjs';

async function stop(page, within) {
  await within.locator('.status', { hasText: 'Đang chạy' }).waitFor();
  await within.getByRole('button', { name: 'Dừng', exact: true }).click();
  await within.locator('.status', { hasText: 'Đã dừng' }).waitFor();
}

export const cases = [
  [
    'flows are found by words without marks and by their state',
    async (world) => {
      const page = await open(world, '/flows');
      const rows = page.locator('tbody tr');
      const all = await rows.count();
      await page.locator('#flow-words').fill('mui tiem tu cong');
      await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
      await page.locator('#flow-words').fill('không có luồng nào tên thế này');
      await page.getByText('Không có luồng nào khớp').waitFor();
      await page.locator('#flow-words').fill('');
      await choose(page, 'flow-state', 'Tất cả, cả đang tắt');
      await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length > n, all);
      await page.context().close();
    },
  ],
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
    'a dry run and a run are stopped while the partner lets one wait',
    async (world) => {
      await world.hub.fault('path=/api/vaccination;kind=slow;ms=30000');
      try {
        const page = await open(world, '/flows/portal_injections');
        await page.getByRole('button', { name: 'Chạy thử' }).click();
        await stop(page, dialog(page, 'Chạy thử: sẽ có gì thay đổi'));
        await page.keyboard.press('Escape'); // the button that was pressed last is gone
        await page.locator('.ant-drawer-header').waitFor({ state: 'hidden' });
        await page.locator('.head').getByRole('button', { name: 'Chạy ngay' }).click();
        const run = dialog(page, 'Chạy luồng này ngay?');
        await run.getByRole('button', { name: 'Chạy ngay' }).click();
        await stop(page, run);
        await world.browser.picture(page, 'flow-stopped-vi-wide');
        await page.goto('/audit?act=job_cancel');
        await page.getByRole('cell', { name: 'run portal_injections', exact: true }).waitFor();
        await page.context().close();
      } finally {
        await world.hub.fault();
      }
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
      await page.keyboard.press('Escape'); // the button that was pressed last is disabled
      await page.locator('.ant-modal').waitFor({ state: 'hidden' });
      await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length > n, before);
      await page.locator('.status', { hasText: 'Cân bằng' }).waitFor();
      const shown = await page.evaluate(() => [...document.querySelectorAll('.ledger.big .parts i')].map((part) => part.getBoundingClientRect().width).reduce((a, b) => a + b, 0) / document.querySelector('.ledger.big .whole').getBoundingClientRect().width);
      assert.ok(shown > 0.97, `the parts fill ${shown} of the whole`);
      await page.locator('tbody tr td.title button').first().click();
      await page.locator('.ant-drawer .facts', { hasText: 'Người chạy' }).waitFor();
      await accessible(page, 'one run as a whole');
      await world.browser.picture(page, 'flow-run-vi-wide');
      await page.context().close();
    },
  ],
  [
    'a flow is paused with a reason and resumed, and an open overview hears of both',
    async (world) => {
      const overview = await open(world, '/');
      const page = await open(world, '/flows/portal_injections');
      const title = `Luồng “${await page.locator('.head h1').innerText()}” đang tạm dừng`;
      const told = (wanted) =>
        overview.waitForFunction(
          ([words, there]) => {
            [...document.querySelectorAll('button')].find((button) => button.textContent.includes('việc nữa'))?.click();
            return [...document.querySelectorAll('.needs h3')].some((need) => need.textContent === words) === there;
          },
          [title, wanted],
        );
      await told(false);
      await page.getByRole('button', { name: 'Tạm dừng' }).click();
      await agree(page, 'bảo trì cổng quốc gia');
      await page.locator('.head .status', { hasText: 'Tạm dừng' }).waitFor();
      await world.browser.picture(page, 'flow-paused-vi-wide');
      await told(true);
      await page.getByRole('button', { name: 'Chạy tiếp' }).click();
      await page.locator('.head .status', { hasText: 'Có bản ghi lỗi' }).waitFor();
      await told(false);
      await overview.context().close();
      await page.context().close();
    },
  ],
];

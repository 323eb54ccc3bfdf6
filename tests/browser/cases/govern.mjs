// Users, tokens, reports, units.
import assert from 'node:assert/strict';
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, open } from '../browser.mjs';

export const cases = [
  [
    'a user is added, whose password is shown once',
    async (world) => {
      const page = await open(world, '/users');
      await page.getByRole('button', { name: 'Thêm người dùng' }).click();
      await page.locator('#name').fill('tram.y_te');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('.ant-modal code').waitFor();
      await accessible(page, 'a one-time password');
      assert.ok((await page.locator('.ant-modal code').innerText()).length >= 12);
      await page.getByRole('button', { name: 'Đã chép, đóng lại' }).click();
      await page.locator('td', { hasText: 'tram.y_te' }).waitFor();
      await page.context().close();
    },
  ],
  [
    'a report is made, taken away, and verified as it was made and as it was altered',
    async (world) => {
      const page = await open(world, '/reports');
      await page.getByRole('button', { name: 'Lập báo cáo' }).click();
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      const link = page.getByRole('link', { name: /Tải JSON/ }).first();
      await link.waitFor({ timeout: 60_000 });
      await page.locator('.ant-modal').waitFor({ state: 'hidden' });
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      const file = join(world.hub.folder, 'report.json');
      await download.saveAs(file);
      await page.locator('input[type=file]').setInputFiles(file);
      await page.locator('.note .status[data-tone=good]').waitFor();
      const altered = join(world.hub.folder, 'altered.json');
      writeFileSync(altered, readFileSync(file, 'utf8').replace(/"dead_waiting":\s*(\d+)/, '"dead_waiting":99999'));
      await page.locator('input[type=file]').setInputFiles(altered);
      await page.locator('.note .status[data-tone=bad]').waitFor();
      await world.browser.picture(page, 'reports-verified-vi-wide');
      await page.context().close();
    },
  ],
  [
    'a commune of before July 2025 says what it became',
    async (world) => {
      const page = await open(world, '/units');
      await page.locator('#unit-words').fill('P. Hàm Rồng, TP. Thanh Hóa');
      await page.keyboard.press('Enter');
      await page.getByText('14758').first().waitFor();
      await page.context().close();
    },
  ],
];

// Dead letters: from a cause to a record that is mended and sent, or dismissed and taken back.
import assert from 'node:assert/strict';
import { accessible, asked, dialog, open, settled } from '../browser.mjs';

const purpose = 'Đối chiếu theo công văn 12/SYT';

async function say(page, text) {
  await page.locator('.ant-modal textarea').fill(text);
  await page.locator('.ant-modal-footer .ant-btn-primary, .ant-modal-footer .ant-btn-dangerous').last().click();
  await page.locator('.ant-modal').waitFor({ state: 'hidden' });
}

async function replay(page, button, title) {
  await page.locator('.head').getByRole('button', { name: new RegExp(`${button}$`) }).click();
  const open_ = dialog(page, title);
  await open_.getByRole('button', { name: 'Gửi lại', exact: true }).click();
  await open_.locator('.status', { hasText: 'Xong' }).waitFor();
  await open_.getByRole('button', { name: 'Đóng', exact: true }).last().click();
  await open_.waitFor({ state: 'hidden' });
}

async function shown(page) {
  await page.waitForURL(/dead-letters\/cause\//);
  await page.locator('td.pick').first().waitFor();
  await settled(page);
}

export const cases = [
  [
    'a record is mended with its error in sight and sent again',
    async (world) => {
      const page = await open(world, '/dead-letters?flow=ministry_lists');
      await page.getByText('Tên vắc xin chưa có trong danh mục', { exact: false }).first().click();
      await shown(page);
      await page.locator('td.title a.row').first().click();
      await page.waitForURL(/dead-letters\/\d+$/);
      await page.getByRole('button', { name: 'Xem bản ghi' }).click();
      await accessible(page, 'the dialog of the purpose');
      await say(page, purpose);
      const original = await page.locator('pre.text').innerText();
      await page.getByRole('button', { name: 'Sửa bản ghi' }).click();
      await page.locator('.cm-content').waitFor();
      const record = JSON.parse(original);
      const [name] = Object.entries(record).find(([key, value]) => /vaccine/i.test(key) && typeof value === 'string');
      await page.locator('.cm-content').fill(JSON.stringify({ ...record, [name]: 'ASTRAZENECA' }, null, 2));
      await page.getByRole('button', { name: 'Lưu bản sửa' }).click();
      await page.getByText('Ánh xạ hiện tại nhận bản ghi này').waitFor();
      await world.browser.picture(page, 'dead-letter-mended-vi-wide');
      await page.locator('.head .acts .ant-btn-primary').click();
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('.ant-modal .status', { hasText: 'Xong' }).waitFor();
      await world.browser.picture(page, 'dead-letter-replayed-vi-wide');
      await page.locator('.ant-modal-footer .ant-btn').first().click();
      await page.locator('.head .status', { hasText: /Đã xử lý|Đã gửi lại/ }).waitFor();
      await page.context().close();
    },
  ],
  [
    'a cause is dismissed with a reason, and one of its records opened again',
    async (world) => {
      const page = await open(world, '/dead-letters?flow=ministry_lists');
      await page.getByText('Số điện thoại không hợp lệ').first().click();
      await shown(page);
      const letter = await page.locator('td.title a.row').first().getAttribute('href');
      await page.getByRole('button', { name: 'Bỏ qua tất cả' }).click();
      await say(page, 'trạm y tế báo không có số khác');
      await page.goto(letter);
      await page.locator('.head .status', { hasText: 'Đã bỏ qua' }).waitFor();
      await page.getByRole('button', { name: 'Mở lại' }).click();
      await say(page, 'trạm y tế đã gửi số đúng');
      await page.locator('.head .status', { hasText: 'Đang chờ' }).waitFor();
      assert.match(await page.locator('.facts + h3 + ul').innerText(), /quan\.tri đã bỏ qua/);
      await page.context().close();
    },
  ],
  [
    'chosen records are sent again, then all of their cause, and the list of a flow is left for all',
    async (world) => {
      const page = await open(world, '/dead-letters?flow=ministry_lists');
      await page.getByRole('link', { name: 'Bỏ lọc' }).click();
      await page.waitForURL(/dead-letters$/);
      await settled(page);
      const causes = (await asked(page, '/dead-letters/causes')).items;
      const cause = causes.filter((each) => each.flow === 'ministry_lists').sort((a, b) => b.count - a.count)[0];
      await page.goto(`/dead-letters/cause/${encodeURIComponent(cause.cause)}`);
      await shown(page);
      for (const at of [0, 1]) await page.locator('td.pick input').nth(at).check();
      await page.getByText('Đã chọn 2').waitFor();
      await replay(page, 'Gửi lại', 'Gửi lại 2 bản ghi?');
      await page.locator('td.pick').first().waitFor();
      await replay(page, 'Gửi lại tất cả', `Gửi lại ${cause.count} bản ghi?`);
      await page.getByText('Tất cả', { exact: true }).click();
      await page.locator('tbody tr').first().waitFor();
      await accessible(page, 'all records of a cause');
      await page.context().close();
    },
  ],
];

// Users, tokens, reports, connectors, units, the audit log.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, agree, asked, choose, choosePassword, dialog, open, settled, signIn, slow } from '../browser.mjs';

async function userMenu(page, user, item) {
  await page.getByRole('button', { name: `Thao tác với ${user}` }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

// What is shown once, and gone when the dialog is.
async function shownOnce(page, name) {
  const once = dialog(page, name);
  const text = await once.locator('code').innerText();
  await once.getByRole('button', { name: /Chép$/ }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
  await once.getByRole('button', { name: 'Đã chép, đóng lại' }).click();
  await once.waitFor({ state: 'hidden' });
  assert.ok(!(await page.content()).includes(text), 'it is still in the page');
  return text;
}

// How the hub answers a program with this token.
const withToken = async (world, token) => (await fetch(`${world.hub.url}/api/v1/flows`, { headers: { Authorization: `Bearer ${token}` } })).status;

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
      world.trialPassword = await shownOnce(page, 'Mật khẩu dùng một lần của tram.y_te');
      assert.ok(world.trialPassword.length >= 12);
      await page.locator('td', { hasText: 'tram.y_te' }).waitFor();
      await page.context().close();
    },
  ],
  [
    'a password is reset, a user switched off and on again, and a vendor sees its system alone',
    async (world) => {
      const page = await open(world, '/users');
      await userMenu(page, 'tram.y_te', 'Cấp lại mật khẩu');
      await agree(page);
      const reset = await shownOnce(page, 'Mật khẩu dùng một lần của tram.y_te');
      const theirs = await world.browser.person();
      await signIn(theirs, 'tram.y_te', world.trialPassword);
      await theirs.locator('.trouble').waitFor();
      await signIn(theirs, 'tram.y_te', reset);
      await choosePassword(theirs, reset, 'sáng nay trời trong xanh');
      await userMenu(page, 'tram.y_te', 'Khóa');
      await page.locator('tr', { hasText: 'tram.y_te' }).getByText('Đã khóa').waitFor();
      await theirs.goto('/flows');
      await theirs.locator('#user').waitFor();
      await theirs.context().close();
      await userMenu(page, 'tram.y_te', 'Mở khóa');
      await page.locator('tr', { hasText: 'tram.y_te' }).getByText('Đang dùng').waitFor();

      await page.getByRole('button', { name: 'Thêm người dùng' }).click();
      await page.locator('#name').fill('hang.cong');
      await choose(page, 'role', 'Nhà cung cấp');
      await choose(page, 'systems', 'Cổng tiêm chủng quốc gia', 'Cổng tiêm chủng quốc gia');
      await page.keyboard.press('Escape');
      await dialog(page, 'Thêm người dùng').getByRole('button', { name: 'Thêm người dùng' }).click();
      const first = await shownOnce(page, 'Mật khẩu dùng một lần của hang.cong');
      await page.context().close();
      const vendor = (world.page = await world.browser.person());
      await signIn(vendor, 'hang.cong', first);
      await choosePassword(vendor, first, 'chúng tôi chỉ xem cổng này');
      await vendor.goto('/systems');
      await settled(vendor);
      assert.equal(await vendor.locator('tbody tr').count(), 1);
      await vendor.context().close();
    },
  ],
  [
    'a token is shown once, opens the door to a program, and no more when it is revoked',
    async (world) => {
      const page = await open(world, '/users');
      await page.getByRole('button', { name: 'Tạo token' }).click();
      const form = dialog(page, 'Tạo token');
      await choose(page, 'user', 'quan.tri');
      await form.locator('#label').fill('bảng số liệu');
      await accessible(page, 'a new token');
      await world.browser.picture(page, 'new-token-vi-wide');
      await form.getByRole('button', { name: 'Tạo token' }).click();
      const token = await shownOnce(page, 'Token mới của quan.tri');
      assert.equal(await withToken(world, token), 200);
      await page.locator('tr', { hasText: 'bảng số liệu' }).getByRole('button', { name: 'Thu hồi' }).click();
      await agree(page);
      await page.getByText('Chưa có token nào').waitFor();
      assert.equal(await withToken(world, token), 401);
      await page.context().close();
    },
  ],
  [
    'one changes one’s own password, and signs out',
    async (world) => {
      const once = world.hub.addUser('doi.mat.khau', 'operator');
      const page = (world.page = await world.browser.person());
      await signIn(page, 'doi.mat.khau', once);
      await choosePassword(page, once, 'mật khẩu thứ nhất đây');
      await page.getByRole('link', { name: /doi\.mat\.khau/ }).click();
      await page.locator('#present').fill('mật khẩu thứ nhất đây');
      await page.locator('#chosen').fill('ngắn');
      await page.getByText('Mật khẩu phải có ít nhất 12 ký tự').waitFor();
      await page.locator('#chosen').fill('mật khẩu thứ hai đây');
      await page.locator('#again').fill('mật khẩu thứ hai đây');
      await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
      await page.getByText('Đã đổi mật khẩu').waitFor();
      await page.getByRole('button', { name: 'Đăng xuất' }).click();
      await page.locator('#user').waitFor();
      await signIn(page, 'doi.mat.khau', 'mật khẩu thứ hai đây');
      await page.locator('.shell').waitFor();
      await page.context().close();
    },
  ],
  [
    'a report is made, taken away, and verified as it was made and as it was altered',
    async (world) => {
      const page = await open(world, '/reports');
      await page.getByRole('button', { name: 'Lập báo cáo' }).click();
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('.ant-modal').waitFor({ state: 'hidden', ...slow });
      const file = join(world.hub.folder, 'report.json');
      for (const [format, begins] of [['PDF', '%PDF-'], ['XLSX', 'PK'], ['HTML', '<!'], ['JSON', '{']]) {
        const link = page.getByRole('link', { name: new RegExp(`Tải ${format}`) }).first();
        const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
        const taken = join(world.hub.folder, `report.${format.toLowerCase()}`);
        await download.saveAs(taken);
        assert.match(download.suggestedFilename(), new RegExp(`\\.${format.toLowerCase()}$`));
        assert.ok(readFileSync(taken).toString('latin1').startsWith(begins), `${format} begins otherwise`);
        await page.locator('input[type=file]').setInputFiles([]);
        await page.locator('input[type=file]').setInputFiles(taken);
        await page.locator('.note .status[data-tone=good]').waitFor();
      }
      const altered = join(world.hub.folder, 'altered.json');
      writeFileSync(altered, readFileSync(file, 'utf8').replace(/"dead_waiting":\s*(\d+)/, '"dead_waiting":99999'));
      await page.locator('input[type=file]').setInputFiles(altered);
      await page.locator('.note .status[data-tone=bad]').waitFor();
      await world.browser.picture(page, 'reports-verified-vi-wide');
      await page.context().close();
    },
  ],
  [
    'a report goes by mail to whom report.yaml names, and its attachment is verified as it was made',
    async (world) => {
      const page = await open(world, '/reports');
      const [report] = (await asked(page, '/reports')).items;
      await page.getByRole('button', { name: 'Gửi', exact: true }).first().click();
      const sending = dialog(page, 'Gửi báo cáo');
      await sending.locator('.status', { hasText: 'Xong' }).waitFor();
      await accessible(page, 'a report that was sent');
      await sending.getByRole('button', { name: 'Đóng' }).last().click();
      const mail = await world.hub.mail.taken();
      assert.deepEqual([mail.from, mail.to, mail.tls], ['hub@binhan.example', ['vanthu@binhan.example'], true]);
      const pdf = mail.parts.find((part) => part.type === 'application/pdf');
      const kept = createHash('sha256').update(readFileSync(join(world.hub.folder, 'report.pdf'))).digest('hex');
      assert.equal(pdf?.sha256, kept, `what was sent is not what is kept of ${report.id}`);
      await page.context().close();
    },
  ],
  [
    'the audit log is verified, and asked for one person and one act, each said in words',
    async (world) => {
      const page = await open(world, '/audit');
      await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
      await page.locator('.status[data-tone=good]', { hasText: 'Nhật ký nguyên vẹn' }).waitFor();
      await page.locator('#audit-who').fill('quan.tri');
      await page.keyboard.press('Enter');
      await page.waitForURL(/who=quan\.tri/);
      await choose(page, 'audit-act', 'Gửi báo cáo', 'Gửi');
      await page.waitForURL(/act=report_send/);
      await page.locator('td.title', { hasText: 'Gửi báo cáo' }).waitFor();
      await page.goto('/audit');
      await settled(page);
      for (const more = page.getByRole('button', { name: 'Xem thêm' }); await more.count(); await settled(page)) await more.click();
      const raw = (await page.locator('td.title').allInnerTexts()).filter((words) => /^[a-z_]+$/.test(words));
      assert.deepEqual([...new Set(raw)], [], 'acts without words');
      await page.context().close();
    },
  ],
  [
    'a connector explains its settings, is held against its contract and leads to the form of a system',
    async (world) => {
      const page = await open(world, '/plugins');
      await page.locator('tr', { has: page.locator('code', { hasText: /^rest$/ }) }).getByRole('link').first().click();
      await page.locator('.ant-drawer td').first().waitFor();
      await accessible(page, 'a connector');
      await world.browser.picture(page, 'plugin-vi-wide');
      await page.getByRole('button', { name: 'Kiểm tra theo hợp đồng' }).click();
      await page.locator('.ant-drawer td', { hasText: 'các phiên chạy song song được' }).waitFor();
      await page.locator('.ant-drawer .status', { hasText: 'Giữ đủ 18 cam kết' }).waitFor();
      await accessible(page, 'a connector that was tested');
      await page.locator('#contract').scrollIntoViewIfNeeded();
      await world.browser.picture(page, 'plugin-tested-vi-wide');
      await page.getByRole('button', { name: 'Thêm hệ thống dùng bộ này' }).click();
      await page.waitForURL(/systems\/new\?connector=rest/);
      await page.locator('.schema').waitFor();
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
      await choose(page, 'unit-day', 'Từ 01/07/2025');
      await page.waitForURL(/era=since/);
      await page.waitForFunction(() => [...document.querySelectorAll('td[data-name="Hiệu lực"]')].every((cell) => cell.innerText === 'Từ 01/07/2025'));
      await page.context().close();
    },
  ],
];

// The configuration: a mapping tried as it is typed, a file changed and taken back, a partner tested, a secret set.
import assert from 'node:assert/strict';
import { accessible, agree, asked, choose, dialog, open, settled, slow } from '../browser.mjs';

export const cases = [
  [
    'a mapping’s examples are tried again as it is typed, with the error at its line, and what is right is saved',
    async (world) => {
      const page = await open(world, '/mappings/national_vaccination.injections');
      await page.locator('.cm-content').waitFor();
      await page.locator('.note[data-tone=good]').waitFor();
      await page.locator('.cm-line', { hasText: 'upper' }).first().click();
      await page.keyboard.press('End');
      await page.keyboard.type(' | no_such_function');
      await page.locator('.cm-lint-marker-error').first().waitFor();
      await world.browser.picture(page, 'mapping-fault-vi-wide');
      await page.getByRole('button', { name: 'Bỏ thay đổi' }).click();
      await page.locator('.note[data-tone=good]').waitFor();
      await page.locator('.example summary').first().click();
      await page.locator('.example[open] pre').first().waitFor();
      await page.locator('.cm-line').first().click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('# theo công văn 15/SYT\n');
      await page.locator('.status', { hasText: 'Chưa lưu' }).waitFor();
      await page.locator('.card').getByRole('button', { name: 'Lưu', exact: true }).click();
      await agree(page, 'ghi rõ theo công văn nào');
      await page.locator('.status', { hasText: 'Chưa lưu' }).waitFor({ state: 'detached' });
      await page.goto('/mappings');
      await settled(page);
      await page.locator('#mapping-words').fill('citizen_app.persons');
      await page.locator('a.row').click();
      await page.waitForURL(/mappings\/citizen_app\.persons/);
      await page.context().close();
    },
  ],
  [
    'a file is changed with a reason, stands in the history, and is taken back',
    async (world) => {
      const page = await open(world, '/settings?file=flows/portal_injections.yaml');
      const line = page.locator('.cm-line', { hasText: 'fresh_within' });
      await line.click();
      await page.keyboard.press('End');
      await page.keyboard.type('  # theo yêu cầu của Sở');
      await page.locator('.note[data-tone=good]').waitFor();
      await page.getByRole('button', { name: 'Lưu và áp dụng' }).click();
      await page.locator('.ant-modal textarea').fill('ghi rõ ai yêu cầu cam kết này');
      await accessible(page, 'saving a file');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('.ant-modal').waitFor({ state: 'hidden' });
      await page.goto('/settings?view=history');
      await page.getByText('ghi rõ ai yêu cầu').first().waitFor();
      await page.getByRole('button', { name: /Xem Thay đổi/ }).first().click();
      await page.locator('.ant-drawer [data-kind=new]').waitFor();
      await world.browser.picture(page, 'settings-change-vi-wide');
      await page.locator('.ant-drawer').getByRole('button', { name: 'Hoàn tác' }).click();
      await page.locator('.ant-modal textarea').fill('Sở đã rút yêu cầu');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('td', { hasText: 'Sở đã rút yêu cầu' }).waitFor();
      await page.context().close();
    },
  ],
  [
    'a partner is tested, and a sample of what it sends is seen',
    async (world) => {
      const page = await open(world, '/systems/national_vaccination');
      await page.getByRole('button', { name: 'Thử kết nối' }).click();
      await page.locator('.note[data-tone=good]').waitFor();
      await page.getByRole('button', { name: /Xem mẫu.*injections/ }).click();
      await page.locator('.ant-drawer pre').first().waitFor();
      await world.browser.picture(page, 'system-sample-vi-wide');
      await page.context().close();
    },
  ],
  [
    'a system is tried at a wrong and at the right address before it is saved, then gets a flow that runs',
    async (world) => {
      const page = await open(world, '/systems');
      await page.getByRole('button', { name: 'Thêm hệ thống' }).click();
      await page.waitForURL(/systems\/new/);
      await choose(page, 'connector', 'vaccination_portal', 'vaccination_portal');
      await page.locator('#settings_url').fill('http://127.0.0.1:9');
      await page.locator('#settings_client_id').fill('lienthong');
      await page.locator('#settings_client_secret').fill('national_vaccination_secret');
      await page.getByRole('button', { name: 'Thử kết nối' }).click();
      await page.getByText('Cần nhập mục này').first().waitFor();
      await page.locator('#system').fill('cong_du_phong');
      await page.locator('#vi').fill('Cổng tiêm chủng dự phòng');
      await page.getByRole('button', { name: 'Thử kết nối' }).click();
      await page.locator('.note', { hasText: 'Không kết nối được' }).waitFor();
      await world.browser.picture(page, 'new-system-unreachable-vi-wide');
      await page.locator('#settings_url').fill(`http://127.0.0.1:${world.hub.twins.portal}`);
      await page.getByRole('button', { name: 'Thử kết nối' }).click();
      await page.locator('.note[data-tone=good]', { hasText: 'Kết nối được' }).waitFor();
      assert.equal(await page.evaluate(async () => (await fetch('/api/v1/systems/cong_du_phong')).status), 404, 'a test keeps nothing');
      await accessible(page, 'a form that was tried');
      await page.getByLabel('Bật ngay').check();
      await world.browser.picture(page, 'new-system-filled-vi-wide');
      await page.getByRole('button', { name: 'Lưu', exact: true }).click();
      await page.waitForURL(/\/systems\/cong_du_phong$/, slow);
      await page.getByRole('heading', { name: 'Cổng tiêm chủng dự phòng' }).waitFor();

      await page.getByRole('button', { name: 'Thêm luồng' }).click();
      await choose(page, 'stream', 'injections');
      await choose(page, 'mapping', 'national_vaccination.injections', 'national_vaccination.inj');
      await page.locator('.ant-modal #vi').fill('Mũi tiêm từ cổng dự phòng');
      await choose(page, 'every', 'Mỗi giờ');
      await accessible(page, 'a new flow');
      await world.browser.picture(page, 'new-flow-vi-wide');
      await page.getByRole('button', { name: 'Xem tệp' }).click();
      await page.locator('.note[data-tone=good]').waitFor();
      await page.getByRole('button', { name: 'Lưu và áp dụng' }).click();
      await agree(page, 'thêm nguồn dự phòng');
      await page.waitForURL(/settings\?file=/);
      const flow = '/flows/cong_du_phong_injections';
      await page.waitForFunction(async (at) => (await fetch(`/api/v1${at}`)).ok, flow);
      await page.goto(flow);
      await settled(page);
      await page.getByRole('button', { name: 'Chạy ngay' }).click();
      const run = dialog(page, 'Chạy luồng này ngay?');
      await run.getByRole('button', { name: 'Chạy ngay' }).click();
      await run.locator('.status', { hasText: 'Xong' }).waitFor(slow);
      await run.getByRole('button', { name: 'Đóng' }).last().click();
      await page.locator('.status', { hasText: 'Cân bằng' }).waitFor();
      await page.context().close();
    },
  ],
  [
    'a file is found by its name, added, done without, and wanted back',
    async (world) => {
      const page = await open(world, '/settings');
      await page.locator('#file-words').fill('retention');
      await page.locator('.files button', { hasText: 'retention.yaml' }).click();
      await page.locator('.cm-content').waitFor();
      await page.getByRole('button', { name: 'Thêm tệp' }).click();
      const name = dialog(page, 'Thêm tệp');
      await choose(page, 'folder', 'Bảng tra');
      await name.locator('#name').fill('không được');
      await name.getByRole('button', { name: 'Tiếp tục' }).click();
      await name.getByText('Chỉ gồm a–z').waitFor();
      await name.locator('#name').fill('muc_do');
      await name.getByRole('button', { name: 'Tiếp tục' }).click();
      await page.locator('.cm-content').waitFor();
      await page.locator('.cm-content').click();
      await page.keyboard.type('không phải bảng tra');
      await page.locator('.note', { hasText: 'chỗ sai' }).waitFor();
      await page.locator('.cm-content').fill((await asked(page, '/settings/files/reference%2Fsexes.yaml')).text.replaceAll('sexes', 'muc_do'));
      await page.locator('.note[data-tone=good]').waitFor();
      await page.getByRole('button', { name: 'Lưu và áp dụng' }).click();
      await agree(page, 'bảng tra cho mẫu mới');
      await page.waitForURL(/file=reference%2Fmuc_do.yaml/);
      await page.getByRole('button', { name: 'Xóa tệp' }).click();
      await agree(page, 'mẫu mới bị hoãn');
      await page.getByText('Chọn một tệp').waitFor();
      await page.getByText('Lịch sử', { exact: true }).click();
      await page.locator('tr', { hasText: 'mẫu mới bị hoãn' }).getByRole('button').click();
      await page.locator('.ant-drawer').getByRole('button', { name: 'Hoàn tác' }).click();
      await agree(page, 'vẫn cần bảng tra');
      await page.locator('td', { hasText: 'vẫn cần bảng tra' }).waitFor();
      await page.context().close();
    },
  ],
  [
    'a secret is set, set anew and removed, and never shown again',
    async (world) => {
      const page = await open(world, '/secrets');
      await page.getByRole('button', { name: 'Đặt bí mật' }).click();
      await page.locator('.ant-modal #name').fill('so_y_te_token');
      await page.locator('.ant-modal #value').fill('mot-bi-mat-khong-ai-thay');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('td', { hasText: 'so_y_te_token' }).waitFor();
      assert.doesNotMatch(await page.content(), /mot-bi-mat-khong-ai-thay/);
      const row = page.locator('tr', { hasText: 'so_y_te_token' });
      await row.getByRole('button', { name: 'Đặt giá trị mới' }).click();
      await page.locator('.ant-modal #value').fill('mot-bi-mat-khac');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('.ant-modal').waitFor({ state: 'hidden' });
      await row.getByRole('button', { name: 'Xóa' }).click();
      await agree(page);
      await row.waitFor({ state: 'detached' });
      await page.context().close();
    },
  ],
];

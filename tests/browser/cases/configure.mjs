// The configuration: a mapping tried as it is typed, a file changed and taken back, a partner tested, a secret set.
import assert from 'node:assert/strict';
import { accessible, open } from '../browser.mjs';

export const cases = [
  [
    'a mapping’s examples are tried again as it is typed, with the error at its line',
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
    'a system is added from a form and stands among the others',
    async (world) => {
      const page = await open(world, '/systems/new?connector=folder');
      await page.locator('#system').fill('so_y_te');
      await page.locator('#vi').fill('Thư mục của Sở Y tế');
      await page.locator('.schema input').first().fill(`${world.hub.folder}/lists`);
      await world.browser.picture(page, 'new-system-filled-vi-wide');
      await page.getByRole('button', { name: 'Lưu', exact: true }).click();
      await page.waitForURL(/\/systems\/so_y_te$/, { timeout: 30_000 });
      await page.getByRole('heading', { name: 'Thư mục của Sở Y tế' }).waitFor();
      await page.context().close();
    },
  ],
  [
    'a secret is set and never shown again',
    async (world) => {
      const page = await open(world, '/secrets');
      await page.getByRole('button', { name: 'Đặt bí mật' }).click();
      await page.locator('.ant-modal #name').fill('so_y_te_token');
      await page.locator('.ant-modal #value').fill('mot-bi-mat-khong-ai-thay');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('td', { hasText: 'so_y_te_token' }).waitFor();
      assert.doesNotMatch(await page.content(), /mot-bi-mat-khong-ai-thay/);
      await page.context().close();
    },
  ],
];

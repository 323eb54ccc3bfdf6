// Records: found by a folded name, explained, shown for a purpose, judged.
import assert from 'node:assert/strict';
import { accessible, choose, open, settled } from '../browser.mjs';

export const cases = [
  [
    'a person is found by a name without marks, and each value says why it is what it is',
    async (world) => {
      const page = await open(world, '/records');
      await page.locator('a.row').first().click();
      await page.waitForURL(/records\/person\/\d+/);
      await page.getByRole('button', { name: 'Hiện dữ liệu cá nhân' }).click();
      await page.locator('.ant-modal textarea').fill('Đối chiếu theo công văn 12/SYT');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.getByText('Lần xem này đã vào nhật ký').waitFor();
      const name = await page.locator('h1').innerText();
      assert.doesNotMatch(name, /•/);
      await page.getByRole('button', { name: /Họ và tên/ }).click();
      await page.locator('.ant-drawer .status', { hasText: 'Được chọn' }).waitFor();
      await accessible(page, 'why a value is what it is');
      await world.browser.picture(page, 'record-why-vi-wide');
      const folded = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase();
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: /Đã gửi tới/ }).click();
      await page.locator('.tabpanel td').first().waitFor();
      await page.getByRole('tab', { name: /Đã gửi tới/ }).press('ArrowRight');
      await page.locator('.tabpanel', { hasText: /Mục đích|Chưa tiết lộ/ }).waitFor();
      await page.goto('/records?entity=person');
      await settled(page);
      await page.locator('#words').fill(folded);
      await page.locator('#words').press('Enter');
      await page.waitForURL(/q=/);
      await settled(page);
      assert.ok((await page.locator('a.row').count()) > 0, `nobody is found by '${folded}'`);
      await choose(page, 'entity', /^Mũi tiêm$/, 'Mũi');
      await page.waitForURL(/entity=immunization/);
      await page.goto('/audit?act=unmask');
      await settled(page);
      await page.getByText('công văn 12/SYT').first().waitFor();
      await page.context().close();
    },
  ],
  [
    'two records are never to be merged, and the timeline takes it back',
    async (world) => {
      const page = (world.page = await world.browser.person({ state: world.state }));
      await page.goto('/');
      const [first, second] = (await page.evaluate(async () => (await fetch('/api/v1/records/person?limit=2')).json())).items;
      await page.goto(`/records/person/${first.id}`);
      await settled(page);
      await page.getByRole('button', { name: 'Gộp / Tách' }).click();
      await page.getByRole('menuitem', { name: 'Không bao giờ gộp' }).click();
      await page.locator('#judged').fill(String(second.id));
      await page.locator('.ant-modal textarea').fill('hai chị em sinh đôi');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.locator('.ant-modal').waitFor({ state: 'hidden' });
      await page.getByRole('tab', { name: 'Dòng thời gian' }).click();
      await page.getByText('hai chị em sinh đôi').waitFor();
      await world.browser.picture(page, 'record-timeline-vi-wide');
      await page.getByRole('button', { name: 'Hoàn tác' }).first().click();
      await page.locator('.ant-modal textarea').fill('nhầm người, đã hỏi lại');
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.getByText('nhầm người, đã hỏi lại').waitFor();
      await page.context().close();
    },
  ],
];

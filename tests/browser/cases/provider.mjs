// Signing in by the province's own accounts, and what is said where that fails.
import assert from 'node:assert/strict';
import { accessible, settled } from '../browser.mjs';

const people = {
  an: { preferred_username: 'an.nguyen', groups: ['hub-admins'] },
  binh: { preferred_username: 'binh.tran', groups: ['others'] },
};

async function byProvider(world, login, language = 'vi') {
  await world.hub.provider.know(people);
  const page = (world.page = await world.browser.person({ language }));
  await page.goto('/flows');
  await page.getByRole('link', { name: language === 'vi' ? 'Đăng nhập bằng tài khoản của tỉnh' : 'Sign in with the province’s account' }).click();
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('button[type=submit]').click();
  await page.locator('#root').waitFor();
  page.wrongs.length = 0; // of the provider's own pages
  return page;
}

export const cases = [
  [
    'who comes by the provider’s button goes on to the page that was wanted, in the role of his groups, and leaves by it',
    async (world) => {
      const page = await byProvider(world, 'an');
      await page.locator('.shell').waitFor();
      await settled(page);
      assert.equal(new URL(page.url()).pathname, '/flows');
      assert.match(await page.locator('.side .who').first().innerText(), /an\.nguyen\s+Quản trị viên/);
      await page.goto('/account');
      await page.getByText('Bạn đăng nhập qua hệ thống tài khoản của tỉnh').waitFor();
      await page.getByRole('button', { name: 'Đăng xuất' }).click();
      await page.locator('button[name=logout]').first().click();
      await page.locator('#user').waitFor();
      await page.context().close();
    },
  ],
  [
    'who has no role here is told so on the page of signing in, in both languages, and once',
    async (world) => {
      for (const [language, words] of [['vi', 'chưa được giao vai trò nào'], ['en', 'has no role here']]) {
        const page = await byProvider(world, 'binh', language);
        await page.locator('.trouble', { hasText: words }).waitFor();
        assert.equal(new URL(page.url()).search, '');
        await accessible(page, `a refused sign-in ${language}`);
        await world.browser.picture(page, `sign-in-no-role-${language}-wide`);
        await page.reload();
        await page.locator('#user').waitFor();
        assert.equal(await page.locator('.trouble').count(), 0);
        await page.context().close();
      }
    },
  ],
  [
    'nothing that stands in an address is shown of a sign-in that failed',
    async (world) => {
      const page = (world.page = await world.browser.person());
      await page.goto(`/api/v1/session/oidc/callback?state=x&error=${encodeURIComponent('Gọi 0900 <b>ngay</b>')}`);
      await page.locator('.trouble', { hasText: 'không bắt đầu ở trình duyệt này' }).waitFor();
      assert.doesNotMatch(await page.content(), /0900/);
      await page.goto(`/?refused=${encodeURIComponent('Gọi 0900')}`);
      await page.locator('#user').waitFor();
      assert.equal(await page.locator('.trouble').count(), 0);
      assert.doesNotMatch(await page.locator('body').innerText(), /0900/);
      await page.context().close();
    },
  ],
];

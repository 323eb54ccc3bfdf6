// Signing in, what one may see, and how fast the console is there.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { accessible, choosePassword, languages, settled, signIn, sizes } from '../browser.mjs';

const chosen = 'ba con bò gặm cỏ trên đê';

function fromBase32(text) {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text.replace(/=+$/, '')].map((c) => digits.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// RFC 6238.
function codeOf(secret, moment = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(moment / 30_000)));
  const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export const cases = [
  [
    'first: a one-time password is changed before anything else is seen',
    async (world) => {
      const once = world.hub.addUser('quan.tri', 'administrator');
      const page = (world.page = await world.browser.person());
      await signIn(page, 'quan.tri', once);
      await page.locator('#chosen').waitFor();
      await accessible(page, 'choosing a password');
      await world.browser.picture(page, 'password-vi-wide');
      await choosePassword(page, once, chosen);
      await settled(page);
      world.password = chosen;
      world.state = await page.context().storageState();
    },
  ],
  [
    'the sign-in page stands in both languages and sizes',
    async ({ browser }) => {
      for (const language of languages)
        for (const size of Object.keys(sizes)) {
          const page = await browser.person({ language, size });
          await page.goto('/flows');
          await page.locator('#user').waitFor();
          await settled(page);
          await accessible(page, `sign-in ${language} ${size}`);
          await browser.picture(page, `sign-in-${language}-${size}`);
          await page.context().close();
        }
    },
  ],
  [
    'a wrong password is told, and not which part of it was wrong',
    async (world) => {
      const page = (world.page = await world.browser.person());
      await signIn(page, 'quan.tri', 'not the password');
      await page.locator('.trouble').waitFor();
      assert.match(await page.locator('.trouble').innerText(), /tên, mật khẩu hoặc mã không đúng/);
      await world.browser.picture(page, 'sign-in-refused-vi-wide');
      await page.context().close();
    },
  ],
  [
    'who has an authenticator app is asked for its code',
    async (world) => {
      const once = world.hub.addUser('hai.buoc', 'viewer');
      const secret = /secret=([A-Z2-7]+)/.exec(world.hub.command('users', 'totp', 'hai.buoc'))?.[1];
      assert.ok(secret, 'users totp prints the secret');
      const page = (world.page = await world.browser.person());
      await signIn(page, 'hai.buoc', once, () => codeOf(secret));
      await choosePassword(page, once, chosen);
      await page.context().close();
    },
  ],
  [
    'the overview comes with few and small answers',
    async (world) => {
      // How soon it is there is printed: the best of some, each with an empty cache, for other tests may have the machine too.
      let best = Infinity;
      let asked = [];
      for (let round = 0; round < 5; ++round) {
        const page = await world.browser.person({ state: world.state });
        const began = Date.now();
        await page.goto('/');
        await page.locator('.figures').waitFor();
        best = Math.min(best, Date.now() - began);
        asked = await page.evaluate(() => ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind).map((each) => each.transferSize)));
        await page.context().close();
      }
      const kilobytes = Math.round(asked.reduce((sum, size) => sum + size, 0) / 1_000);
      console.log(`      overview after ${best} ms: ${asked.length} answers, ${kilobytes} kB`);
      assert.ok(asked.length <= 40 && kilobytes <= 800, `${asked.length} answers, ${kilobytes} kB`);
    },
  ],
  [
    'a viewer sees nothing that he may not do, and is told so at its address',
    async (world) => {
      const once = world.hub.addUser('xem.thoi', 'viewer');
      const page = (world.page = await world.browser.person());
      await signIn(page, 'xem.thoi', once);
      await choosePassword(page, once, chosen);
      await settled(page);
      assert.equal(await page.locator('.side a[href="/users"]').count(), 0);
      await page.goto('/flows/portal_injections');
      await settled(page);
      assert.equal(await page.locator('.head .acts button').count(), 0);
      await page.goto('/users');
      await page.getByText('Bạn không có quyền xem trang này').first().waitFor();
      await page.context().close();
    },
  ],
  [
    'the keyboard alone reaches the content, a flow and the way back',
    async (world) => {
      const page = (world.page = await world.browser.person({ state: world.state }));
      await page.goto('/flows');
      await settled(page);
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
      await page.keyboard.press('Enter');
      await page.locator('a.row').first().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/flows\/.+/);
      await settled(page);
      await page.waitForFunction(() => document.activeElement.tagName === 'H1' && document.title !== 'Luồng dữ liệu · Liên Thông');
      await page.context().close();
    },
  ],
];

// Who is who: questions that are answered, left to somebody else and taken back; records merged and split by hand.
import assert from 'node:assert/strict';
import { accessible, agree, asked, choose, dialog, open, settled } from '../browser.mjs';

const queue = (page) => page.locator('.reviews nav li');
const waits = (page, count) => page.waitForFunction((n) => document.querySelectorAll('.reviews nav li').length === n, count);

async function questions(page) {
  return (await asked(page, '/reviews?limit=50')).items;
}

async function judge(page, act) {
  await page.getByRole('button', { name: 'Gộp / Tách' }).click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
}

export const cases = [
  [
    'a question is left to somebody else, and goes on waiting',
    async (world) => {
      const page = await open(world, '/reviews');
      const count = await queue(page).count();
      assert.ok(count >= 4, `${count} questions wait`);
      await accessible(page, 'match review with questions');
      await page.getByRole('button', { name: 'Giao cho người khác' }).click();
      await page.locator('#assignee').fill('chi.lan');
      await agree(page);
      await page.locator('.reviews nav', { hasText: 'Đã giao cho chi.lan' }).waitFor();
      assert.equal(await queue(page).count(), count);
      await page.context().close();
    },
  ],
  [
    'keys choose a question and say that two people are two',
    async (world) => {
      const page = await open(world, '/reviews');
      const count = await queue(page).count();
      await page.keyboard.press('ArrowDown');
      await queue(page).nth(1).locator('[aria-current=true]').waitFor();
      await page.keyboard.press('2');
      await dialog(page, 'Không bao giờ gộp hai bản ghi này').waitFor();
      await accessible(page, 'the dialog of a question');
      await agree(page, 'hai người cùng tên, đã gặp cả hai');
      await waits(page, count - 1);
      await page.context().close();
    },
  ],
  [
    'two records are said to be one person, and the record’s timeline takes it back',
    async (world) => {
      const page = await open(world, '/reviews');
      const count = await queue(page).count();
      await queue(page).last().locator('button').click();
      await page.locator('summary', { hasText: 'Vì sao máy hỏi' }).click();
      await page.locator('details[open] tbody tr').first().waitFor();
      await world.browser.picture(page, 'review-weights-vi-wide');
      const { a, b } = (await questions(page)).at(-1);
      await page.getByRole('button', { name: 'Là một người' }).click();
      await agree(page, 'đã gặp ở trạm, là một người');
      await waits(page, count - 1);
      const rows = await page.evaluate((ids) => Promise.all(ids.map(async (id) => [id, (await fetch(`/api/v1/records/person/${id}`)).status])), [a.row, b.row]);
      const [[stays]] = rows.filter(([, status]) => status === 200);
      await page.goto(`/records/person/${stays}`);
      await settled(page);
      await page.getByRole('tab', { name: 'Dòng thời gian' }).click();
      await page.getByText('quan.tri cho là cùng một người: đã gặp ở trạm, là một người').waitFor();
      await page.getByRole('button', { name: 'Hoàn tác' }).click();
      await agree(page, 'nhầm với người khác');
      await page.getByText('nhầm với người khác').waitFor();
      await page.goto('/reviews');
      await waits(page, count);
      await page.context().close();
    },
  ],
  [
    'two records are merged by hand, and a source is split off again',
    async (world) => {
      const page = await open(world, '/records');
      const found = (await questions(page)).find((each) => !each.assigned_to);
      await page.goto(`/records/person/${found.a.row}`);
      await settled(page);
      await judge(page, 'Gộp');
      await page.locator('#judged').fill(String(found.b.row));
      await accessible(page, 'the dialog of merging');
      await agree(page, 'cùng một người, hai số khác nhau');
      await page.getByText('2 nguồn').first().waitFor();
      await page.getByRole('button', { name: 'Hiện dữ liệu cá nhân' }).click();
      await agree(page, 'Đối chiếu theo công văn 14/SYT');
      await page.getByText('Lần xem này đã vào nhật ký').waitFor();
      await judge(page, 'Tách');
      await choose(page, 'judged', 'Danh sách của trạm y tế');
      await world.browser.picture(page, 'record-split-vi-wide');
      await agree(page, 'trạm y tế ghi nhầm người');
      await page.waitForFunction(() => !document.body.innerText.includes('2 nguồn'));
      await page.context().close();
    },
  ],
];

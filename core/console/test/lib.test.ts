// What the console computes itself: formats, ledgers, differences.
import { describe, expect, it } from 'vitest';
import { diffLines, hunks } from '../src/lib/diff';
import * as format from '../src/lib/format';
import { ledgerOf } from '../src/lib/ledger';
import { outcomeOf, standingOf } from '../src/lib/standing';
import { filled, sayer } from '../src/lib/texts';
import { agreement } from '../src/pages/reviews/agreement';
import { levels } from '../src/pages/reviews/texts';

const none = {
  read: 0, created: 0, updated: 0, unchanged: 0, filtered: 0, dead: 0, due: 0, delivered: 0, withheld: 0, pending: 0,
};

describe('formats', () => {
  it('a number has the points of its language', () => {
    expect(format.number(1234567, 'vi')).toBe('1.234.567');
    expect(format.number(1234567, 'en')).toBe('1,234,567');
    expect(format.number(null, 'vi')).toBe('–');
  });
  it('a moment is said in the hub’s own zone, wherever the reader is', () => {
    expect(format.dateTime('2026-11-21T18:30:05Z')).toBe('22/11/2026 01:30');
    expect(format.clock('2026-11-21T18:30:05Z', true)).toBe('01:30:05');
    expect(format.dateTime('nonsense')).toBe('–');
  });
  it('a date stands as people here write it, also where a mask hides parts', () => {
    expect(format.value('1990-05-20')).toBe('20/05/1990');
    expect(format.value('1990-••-••')).toBe('••/••/1990');
    expect(format.value('2026-11-21T18:30:05Z')).toBe('22/11/2026 01:30');
    expect(format.value('1990')).toBe('1990');
    expect(format.value('38-01-02')).toBe('38-01-02');
  });
  it('a length is said by its largest units', () => {
    expect(format.length(4_900, 'vi')).toBe('1 giờ 21 phút');
    expect(format.length(59, 'en')).toBe('59 s');
    expect(format.length(0, 'vi')).toBe('0 giây');
    expect(format.length(20 * 86_400, 'vi')).toBe('20 ngày');
  });
  it('what lies ahead is not said to be past', () => {
    const now = Date.parse('2026-11-21T00:00:00Z');
    expect(format.ago('2026-11-21T00:10:00Z', 'vi', now)).toBe('sau 10 phút');
    expect(format.ago('2026-11-20T23:00:00Z', 'en', now)).toBe('1 h ago');
  });
  it('bytes keep three figures', () => {
    expect(format.bytes(1_500, 'vi')).toBe('1,5 kB');
    expect(format.bytes(12, 'en')).toBe('12 B');
  });
  it('a text keeps a place for which nothing was given', () => {
    expect(filled('{n} của {all}', { n: 3 })).toBe('3 của {all}');
  });
});

describe('ledgers', () => {
  it('the parts of one that balances fill the whole', () => {
    const ledger = ledgerOf({ direction: 'in', counts: { ...none, read: 10, created: 7, dead: 3 } });
    expect(ledger.difference).toBe(0);
    expect(ledger.parts.map((part) => part.name)).toEqual(['created', 'dead']);
    expect(ledger.parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1);
  });
  it('what is missing stays as a difference', () => {
    expect(ledgerOf({ direction: 'out', counts: { ...none, due: 10, delivered: 4 } }).difference).toBe(6);
  });
  it('a derived flow reads as an in-flow does', () => {
    expect(ledgerOf({ direction: 'derive', counts: { ...none, read: 1, updated: 1 } }).whole).toBe('read');
  });
});

describe('differences', () => {
  const applied = (before: string, after: string, side: 'gone' | 'new') =>
    diffLines(before, after).filter((line) => line.kind === 'same' || line.kind === side).map((l) => l.text).join('\n');

  it('both texts can be read back from it', () => {
    let seed = 7;
    const next = (n: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % n;
    for (let round = 0; round < 300; ++round) {
      const text = () => Array.from({ length: next(12) }, () => 'abcd'[next(4)]).join('\n');
      const [before, after] = [text(), text()];
      expect(applied(before, after, 'gone')).toBe(before);
      expect(applied(before, after, 'new')).toBe(after);
    }
  });
  it('one changed line is one gone and one new', () => {
    const kinds = diffLines('a\nb\nc', 'a\nx\nc').map((line) => line.kind);
    expect(kinds.sort()).toEqual(['gone', 'new', 'same', 'same']);
  });
  it('equal texts differ in nothing', () => {
    expect(hunks(diffLines('a\nb', 'a\nb'))).toEqual([null]);
  });
  it('far lines are left out', () => {
    const before = Array.from({ length: 40 }, (_, i) => `line ${i}`);
    const after = before.slice();
    after[20] = 'other';
    const shown = hunks(diffLines(before.join('\n'), after.join('\n')));
    expect(shown[0]).toBeNull();
    expect(shown.filter((line) => line !== null)).toHaveLength(8);
  });
});

describe('how things stand', () => {
  it('what is on time and left records behind is not fine', () => {
    expect(standingOf({ health: 'ok', dead_waiting: 0 })).toBe('ok');
    expect(standingOf({ health: 'ok', dead_waiting: 1 })).toBe('letters');
    expect(standingOf({ health: 'failing', dead_waiting: 1 })).toBe('failing');
  });
  it('a run that could not place every record is no plain success', () => {
    expect(outcomeOf({ state: 'succeeded', counts: none })).toBe('succeeded');
    expect(outcomeOf({ state: 'succeeded', counts: { ...none, dead: 1 } })).toBe('with_letters');
    expect(outcomeOf({ state: 'cancelled', counts: { ...none, dead: 1 } })).toBe('cancelled');
  });
});

describe('why two records are asked about', () => {
  const say = sayer(levels, 'vi');
  it('is said in words, of the field where that matters', () => {
    expect(agreement('equal(birth_date)', say)).toBe('giống hệt');
    expect(agreement('words_near(name, 1) and equal(given)', say)).toBe('lệch 1 chữ cái và cùng tên gọi');
    expect(agreement('differs', say)).toBe('khác hẳn');
  });
  it('a way to agree that has no words yet is shown as it is written', () => {
    expect(agreement('sounds_like(name)', say)).toBe('sounds_like(name)');
  });
});

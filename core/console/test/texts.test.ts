// Every text in both languages, with the same places to fill.
import { describe, expect, it } from 'vitest';

const tables = import.meta.glob<Record<string, Record<string, readonly string[]>>>('../src/**/texts.ts', { eager: true });
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('words', () => {
  for (const [file, words] of Object.entries(tables)) {
    it(`each of ${file} stands in both languages and fills the same places`, () => {
      for (const [key, pair] of Object.values(words).flatMap((table) => Object.entries(table))) {
        expect(pair, key).toHaveLength(2);
        expect(pair.every((text) => text.length > 0), key).toBe(true);
        expect(places(pair[0]!), key).toEqual(places(pair[1]!));
      }
    });
  }
});

// What the hub says of a sign-in that failed at the provider, and the words that the sign-in page has for it.
import { expect, it } from 'vitest';
import source from '../../app/resources/oidc.cpp?raw';
import { refusals, refusedWith } from '../src/app/refusals';

it('knows every word with which the hub refuses a sign-in, and shows no other', () => {
  const said = [...source.matchAll(/NoEntry\("(\w+)"\)|refuse\(call, [^;]*"(\w+)"\);|refused=(\w+)"/g)].map((found) => found[1] ?? found[2] ?? found[3]);
  expect([...new Set(said)].sort()).toEqual([...refusals].sort());
  expect(refusedWith('?refused=no_role')).toBe('no_role');
  expect(refusedWith('?refused=Gọi%200900')).toBeUndefined();
});

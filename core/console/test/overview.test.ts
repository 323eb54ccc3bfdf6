// What the overview says needs somebody, and in which order.
import { describe, expect, it } from 'vitest';
import type { Cause, Flow, System } from '../src/api/types';
import { sidesOf } from '../src/pages/overview/map';
import { needsOf } from '../src/pages/overview/needs';

const label = (text: string) => ({ vi: text, en: text });
const flow = (name: string, health: Flow['health'], more: Partial<Flow> = {}) =>
  ({ name, label: label(name), health, direction: 'in', system: 's', age_seconds: null, fresh_within_seconds: null, last_run: null, dead_waiting: 0, ...more }) as Flow;
const cause = (id: string, of: string, count: number, who = 'station') =>
  ({ cause: id, flow: of, count, who: label(who), meaning: label(id), oldest: '2026-11-21T00:00:00+07:00' }) as Cause;

describe('what needs somebody', () => {
  it('failing comes before late, late before letters, letters before questions, all before a pause', () => {
    const flows = [flow('p', 'paused'), flow('l', 'late'), flow('f', 'failing'), flow('g', 'ok')];
    expect(needsOf(flows, [cause('c', 'g', 3)], 2).map((need) => need.kind)).toEqual(['failing', 'late', 'letters', 'review', 'paused']);
  });
  it('letters of one flow that the same people mend are one thing', () => {
    const needs = needsOf([], [cause('a', 'x', 3), cause('b', 'x', 4), cause('c', 'x', 1, 'hub')], 0);
    expect(needs.map((need) => need.kind === 'letters' && need.count)).toEqual([7, 1]);
  });
  it('only a single cause leads straight to its letters', () => {
    const [one] = needsOf([], [cause('a', 'x', 3)], 0);
    expect(one?.kind === 'letters' && one.cause).toBe('a');
  });
});

describe('the map', () => {
  const system = (name: string, enabled = true) => ({ name, label: label(name), enabled, health: 'ok' }) as System;
  it('shows a system at each side where it has flows, and none that is off', () => {
    const flows = [flow('a', 'ok', { system: 's' }), flow('b', 'ok', { system: 's', direction: 'out' }), flow('c', 'off', { system: 't' })];
    const sides = sidesOf([system('s'), system('t', false)], flows);
    expect(sides.sources.map((node) => node.system.name)).toEqual(['s']);
    expect(sides.destinations.map((node) => node.system.name)).toEqual(['s']);
  });
  it('a system that is on time and left records behind does not look fine', () => {
    const sides = sidesOf([system('s')], [flow('a', 'ok', { dead_waiting: 1 }), flow('b', 'ok')]);
    expect(sides.sources[0]?.standing).toBe('letters');
  });
  it('a flow that was never due makes no system look worse', () => {
    const sides = sidesOf([system('s')], [flow('a', 'never_run'), flow('b', 'ok')]);
    expect(sides.sources[0]?.standing).toBe('ok');
  });
});

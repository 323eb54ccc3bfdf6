// The map's sides: systems that give and systems that take, with what flows between them and the hub.
import type { Flow, System } from '../../api/types';
import { standingOf, type Standing } from '../../lib/standing';

export type Node = { system: System; flows: Flow[]; volume: number; age: number | null; standing: Standing };
export type Sides = { sources: Node[]; destinations: Node[]; derived: number };

// A system of which one flow runs well is no worse for another that was never due.
const gravity: Standing[] = ['off', 'never_run', 'ok', 'letters', 'paused', 'late', 'failing'];

const worst = (flows: readonly Flow[]): Standing =>
  flows.map(standingOf).reduce((most, its) => (gravity.indexOf(its) > gravity.indexOf(most) ? its : most), 'off');

export function volumeOf(flow: Flow): number {
  const counts = flow.last_run?.counts;
  return counts ? (flow.direction === 'out' ? counts.due : counts.read) : 0;
}

function side(systems: readonly System[], flows: readonly Flow[], direction: 'in' | 'out'): Node[] {
  const nodes: Node[] = [];
  for (const system of systems) {
    const its = flows.filter((flow) => flow.system === system.name && flow.direction === direction && flow.health !== 'off');
    if (!system.enabled || !its.length) continue;
    const ages = its.map((flow) => flow.age_seconds).filter((age): age is number => age !== null);
    nodes.push({
      system,
      flows: its,
      volume: its.reduce((sum, flow) => sum + volumeOf(flow), 0),
      age: ages.length ? Math.max(...ages) : null,
      standing: worst(its),
    });
  }
  return nodes.sort((a, b) => gravity.indexOf(b.standing) - gravity.indexOf(a.standing) || b.volume - a.volume);
}

export function sidesOf(systems: readonly System[], flows: readonly Flow[]): Sides {
  return {
    sources: side(systems, flows, 'in'),
    destinations: side(systems, flows, 'out'),
    derived: flows.filter((flow) => flow.direction === 'derive' && flow.health !== 'off').length,
  };
}

// Width of a line: visible even for little, and not all of the page for much.
export const lineWidth = (volume: number) => Math.min(14, 1.5 + Math.log10(1 + volume) * 2);

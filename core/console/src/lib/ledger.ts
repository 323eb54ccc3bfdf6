// A run's ledger as parts of a whole: what came equals what became of it, or the difference shows.
import type { Counts, Run } from '../api/types';

type Name = keyof Counts;
export type Part = { name: Name; count: number; share: number };
export type Ledger = { whole: Name; total: number; parts: Part[]; difference: number };

const wholes = { in: 'read', out: 'due' } as const;
const pieces: Record<'in' | 'out', readonly Name[]> = {
  in: ['created', 'updated', 'unchanged', 'filtered', 'dead'],
  out: ['delivered', 'unchanged', 'withheld', 'dead', 'pending'],
};

export function ledgerOf(run: Pick<Run, 'counts'> & { direction: string }): Ledger {
  const direction = run.direction === 'out' ? 'out' : 'in';
  const whole = wholes[direction];
  const total = run.counts[whole];
  const sum = pieces[direction].reduce((all, name) => all + run.counts[name], 0);
  const width = Math.max(total, sum, 1);
  const parts = pieces[direction]
    .map((name) => ({ name, count: run.counts[name], share: run.counts[name] / width }))
    .filter((part) => part.count > 0);
  return { whole, total, parts, difference: total - sum };
}

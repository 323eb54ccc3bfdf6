// How flows, systems and runs stand. What came on time and left records behind is not fine.
import type { Flow, Run, System } from '../api/types';

export type Standing = System['health'] | 'letters';

export const standingOf = (of: Pick<Flow | System, 'health' | 'dead_waiting'>): Standing =>
  of.health === 'ok' && of.dead_waiting > 0 ? 'letters' : of.health;

export const outcomeOf = (run: Pick<Run, 'state' | 'counts'>): Run['state'] | 'with_letters' =>
  run.state === 'succeeded' && run.counts.dead > 0 ? 'with_letters' : run.state;

// What needs a person, the most urgent first, from what the API tells of flows, letters and questions.
import type { Cause, Flow } from '../../api/types';
import type { Label } from '../../lib/texts';

export type Need =
  | { kind: 'failing' | 'late' | 'unbalanced' | 'paused'; urgency: number; flow: Flow }
  | { kind: 'letters'; urgency: number; flow: string; label: Label | null; who: Label; meanings: Label[]; count: number; oldest: string | null; cause: string | null }
  | { kind: 'review'; urgency: number; count: number };

const urgencies = { failing: 0, unbalanced: 1, late: 2, letters: 3, review: 4, paused: 5 } as const;

// One line for all letters of a flow that the same people mend.
function letterNeeds(flows: readonly Flow[], causes: readonly Cause[]): Need[] {
  const groups = new Map<string, Cause[]>();
  for (const cause of causes) {
    const key = `${cause.flow} ${cause.who.vi}`;
    groups.set(key, [...(groups.get(key) ?? []), cause]);
  }
  return [...groups.values()].map((group) => {
    const first = group[0]!;
    return {
      kind: 'letters',
      urgency: urgencies.letters,
      flow: first.flow,
      label: flows.find((flow) => flow.name === first.flow)?.label ?? null,
      who: first.who,
      meanings: group.map((cause) => cause.meaning),
      count: group.reduce((sum, cause) => sum + cause.count, 0),
      oldest: group.map((cause) => cause.oldest).sort((a, b) => (a ?? '~').localeCompare(b ?? '~'))[0] ?? null,
      cause: group.length === 1 ? first.cause : null,
    };
  });
}

export function needsOf(flows: readonly Flow[], causes: readonly Cause[], reviews: number): Need[] {
  const needs: Need[] = [];
  for (const flow of flows) {
    const kind = flow.health === 'failing' || flow.health === 'late' || flow.health === 'paused' ? flow.health : null;
    if (kind) needs.push({ kind, urgency: urgencies[kind], flow });
    if (flow.last_run && flow.last_run.state !== 'running' && !flow.last_run.balanced)
      needs.push({ kind: 'unbalanced', urgency: urgencies.unbalanced, flow });
  }
  needs.push(...letterNeeds(flows, causes));
  if (reviews > 0) needs.push({ kind: 'review', urgency: urgencies.review, count: reviews });
  const weight = (need: Need) => (need.kind === 'letters' ? need.count : need.kind === 'late' ? (need.flow.age_seconds ?? 0) : 0);
  return needs.sort((a, b) => a.urgency - b.urgency || weight(b) - weight(a));
}

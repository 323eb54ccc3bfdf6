// What needs a person, the most urgent first, from what the API tells of flows, letters and questions.
import type { Cause, Flow } from '../../api/types';
import type { Label } from '../../lib/texts';

export type Need =
  | { kind: 'failing' | 'late' | 'unbalanced' | 'paused'; urgency: number; flow: Flow }
  | { kind: 'cause'; urgency: number; cause: Cause; flow: Label | null }
  | { kind: 'review'; urgency: number; count: number };

const urgencies = { failing: 0, unbalanced: 1, late: 2, cause: 3, review: 4, paused: 5 } as const;

export function needsOf(flows: readonly Flow[], causes: readonly Cause[], reviews: number): Need[] {
  const needs: Need[] = [];
  for (const flow of flows) {
    const kind = flow.health === 'failing' || flow.health === 'late' || flow.health === 'paused' ? flow.health : null;
    if (kind) needs.push({ kind, urgency: urgencies[kind], flow });
    if (flow.last_run && flow.last_run.state !== 'running' && !flow.last_run.balanced)
      needs.push({ kind: 'unbalanced', urgency: urgencies.unbalanced, flow });
  }
  for (const cause of causes)
    needs.push({ kind: 'cause', urgency: urgencies.cause, cause, flow: flows.find((flow) => flow.name === cause.flow)?.label ?? null });
  if (reviews > 0) needs.push({ kind: 'review', urgency: urgencies.review, count: reviews });
  const weight = (need: Need) => (need.kind === 'cause' ? need.cause.count : need.kind === 'late' ? (need.flow.age_seconds ?? 0) : 0);
  return needs.sort((a, b) => a.urgency - b.urgency || weight(b) - weight(a));
}

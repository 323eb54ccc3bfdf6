// What the hub tells by itself (/events); where it tells nothing, readers ask every few seconds.
import { base } from './client';

export type Kind = 'flow' | 'run' | 'letters' | 'job' | 'review';
export type State = 'connecting' | 'live' | 'polling';
const kinds: Kind[] = ['flow', 'run', 'letters', 'job', 'review'];

let source: EventSource | null = null;
let state: State = 'polling';
const events = new EventTarget();

function become(next: State): void {
  state = next;
  events.dispatchEvent(new Event('state'));
}

export function liveState(): State {
  return state;
}

export function startLive(): () => void {
  source = new EventSource(`${base}/events`);
  become('connecting');
  source.onopen = () => become('live');
  source.onerror = () => become(source?.readyState === EventSource.CLOSED ? 'polling' : 'connecting');
  for (const kind of kinds) source.addEventListener(kind, () => events.dispatchEvent(new Event(kind)));
  return () => {
    source?.close();
    source = null;
    become('polling');
  };
}

export function onLive(heard: readonly (Kind | 'state')[], listener: () => void): () => void {
  for (const kind of heard) events.addEventListener(kind, listener);
  return () => {
    for (const kind of heard) events.removeEventListener(kind, listener);
  };
}

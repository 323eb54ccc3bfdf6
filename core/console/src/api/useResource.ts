// An answer of the API in a component: shown at once where it was seen before, asked for again, kept fresh.
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, get, Problem, withQuery } from './client';
import { type Kind, liveState, onLive } from './live';
import type { Page } from './types';

const seen = new Map<string, unknown>();
export function forgetAll(): void {
  seen.clear();
}

export type Resource<T> = {
  data: T | undefined;
  problem: Problem | null;
  loading: boolean;
  etag: string | null;
  reload: () => void;
};

const slow = 15_000;
const settle = 400; // events come in bursts

function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, 'failed', '', String(error));
}

// `heard`: events after which it is asked for again; without a live line every 15 s.
export function useResource<T>(path: string | null, heard: readonly Kind[] = []): Resource<T> {
  const [, redraw] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loading, setLoading] = useState(path !== null);
  const etag = useRef<string | null>(null);
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((n) => n + 1), []);

  useEffect(() => {
    if (path === null) return setLoading(false);
    const abort = new AbortController();
    setLoading(true);
    ask<T>(path, { signal: abort.signal })
      .then((answer) => {
        seen.set(path, answer.body);
        etag.current = answer.etag;
        setProblem(null);
        redraw((n) => n + 1);
      })
      .catch((error: unknown) => !abort.signal.aborted && setProblem(asProblem(error)))
      .finally(() => !abort.signal.aborted && setLoading(false));
    return () => abort.abort();
  }, [path, round]);

  const wanted = heard.join(' ');
  useEffect(() => {
    if (!wanted) return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        reload();
      }, settle);
    };
    const off = onLive(wanted.split(' ') as Kind[], soon);
    const polling = setInterval(() => liveState() !== 'live' && !document.hidden && reload(), slow);
    return () => {
      off();
      clearInterval(polling);
      clearTimeout(waiting);
    };
  }, [wanted, reload]);

  const data = path === null ? undefined : (seen.get(path) as T | undefined);
  return { data, problem, loading, etag: etag.current, reload };
}

export type Pages<T> = {
  items: T[];
  problem: Problem | null;
  loading: boolean;
  more: (() => void) | null;
  reload: () => void;
};

// A list that is asked for page after page.
export function usePages<T>(path: string | null, query: Record<string, string | number | undefined> = {}): Pages<T> {
  const first = path === null ? null : withQuery(path, query);
  const [items, setItems] = useState<T[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loading, setLoading] = useState(first !== null);
  const [round, setRound] = useState(0);
  const asked = useRef('');

  const load = useCallback(
    async (cursor: string | null) => {
      if (first === null) return;
      const mine = `${first} ${round}`;
      asked.current = mine;
      setLoading(true);
      try {
        const page = await get<Page<T>>(cursor ? `${first}${first.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}` : first);
        if (asked.current !== mine) return;
        setItems((before) => (cursor ? [...before, ...page.items] : page.items));
        setNext(page.next);
        setProblem(null);
      } catch (error) {
        if (asked.current === mine) setProblem(asProblem(error));
      }
      if (asked.current === mine) setLoading(false);
    },
    [first, round],
  );
  useEffect(() => {
    setItems([]);
    setNext(null);
    if (first === null) setLoading(false);
    void load(null);
  }, [load, first]);

  const more = next === null ? null : () => void load(next);
  return { items, problem, loading, more, reload: () => setRound((n) => n + 1) };
}

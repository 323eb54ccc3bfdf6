// Long work under way: how far it is, stopping it, and what came of it.
import { Button, Progress } from 'antd';
import { useEffect, useRef } from 'react';
import { remove, seg } from '../api/client';
import type { Job } from '../api/types';
import { useResource } from '../api/useResource';
import { useSay, useSession } from '../app/session';
import { number } from '../lib/format';
import { Shown } from './Shown';
import { Status } from './Status';
import { texts } from './texts';

const look = 700;

export function useJob(id: number | string | null, ended?: (job: Job) => void) {
  const job = useResource<Job>(id === null ? null : `/jobs/${seg(id)}`);
  const state = job.data?.state;
  const { reload } = job;
  useEffect(() => {
    if (id === null || (state && state !== 'running')) return;
    const timer = setInterval(reload, look);
    return () => clearInterval(timer);
  }, [id, state, reload]);
  useEffect(() => {
    if (state && state !== 'running' && job.data) ended?.(job.data);
  }, [id, state]);
  return job;
}

// The button that began or stopped the work is gone or disabled, and the focus with it, so that a dialog would hear no
// key any more: it goes to what is told of the work.
function useKeptFocus(state: string | undefined) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body || focused.matches(':disabled')) place.current?.focus();
  }, [state]);
  return place;
}

export function JobProgress({ id, ended }: { id: number | string; ended?: (job: Job) => void }) {
  const say = useSay(texts);
  const { language } = useSession();
  const job = useJob(id, ended);
  const place = useKeptFocus(job.data?.state);
  const shown = (n: number) => number(n, language);
  return (
    <div ref={place} tabIndex={-1} className="job" aria-live="polite">
      <Shown of={job} lines={1}>
        {(data) => {
          const share = data.state === 'done' ? 100 : data.total ? (data.done / data.total) * 100 : 0;
          return (
            <>
              <div style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' }}>
                <Status state={data.state} />
                {(data.total || data.done > 0) && <span>{data.total ? say('progress', { done: shown(data.done), total: shown(data.total) }) : say('progress_open', { done: shown(data.done) })}</span>}
                {data.state === 'running' && (
                  <Button size="small" onClick={() => void remove(`/jobs/${seg(id)}`).then(job.reload)}>
                    {say('stop_job')}
                  </Button>
                )}
              </div>
              {data.total || data.state !== 'running' ? <Progress percent={Math.round(share)} showInfo={false} size="small" status={data.state === 'failed' ? 'exception' : 'normal'} strokeColor={data.state === 'failed' ? 'var(--bad)' : 'var(--accent)'} aria-label={say(data.state)} /> : null}
              {data.error && <p className="small" style={{ color: 'var(--bad)' }}>{data.error}</p>}
            </>
          );
        }}
      </Shown>
    </div>
  );
}

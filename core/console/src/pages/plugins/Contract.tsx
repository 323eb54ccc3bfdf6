// Whether a connector keeps the plugin contract: what the last test said, and another one.
import { CheckCircleFilled, CloseCircleFilled, MinusCircleOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { post, seg } from '../../api/client';
import type { Job, Plugin } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { dateTime } from '../../lib/format';
import { JobProgress } from '../../parts/Job';
import { asProblem } from '../../parts/ReasonDialog';
import { Table } from '../../parts/Table';
import { promises, texts } from './texts';

type Verdict = 'passed' | 'failed' | 'skipped';
type Tried = { promise: string; verdict: Verdict; detail: string };

const looks = {
  passed: { tone: 'good', Icon: CheckCircleFilled },
  failed: { tone: 'bad', Icon: CloseCircleFilled },
  skipped: { tone: 'quiet', Icon: MinusCircleOutlined },
} as const;
const known = (name: string): name is keyof typeof promises => name in promises;

function Mark({ verdict, children }: { verdict: Verdict; children: string }) {
  const { tone, Icon } = looks[verdict];
  return (
    <span className="status" data-tone={tone}>
      <Icon aria-hidden />
      {children}
    </span>
  );
}

export function Kept({ plugin }: { plugin: Plugin }) {
  const say = useSay(texts);
  const found = plugin.conformance;
  if (!found) return <span className="muted">{say('untested')}</span>;
  return found.failed ? <Mark verdict="failed">{say('broken', { n: found.failed })}</Mark> : <Mark verdict="passed">{say('kept', { n: found.passed })}</Mark>;
}

export function Contract({ plugin, changed }: { plugin: Plugin; changed: () => void }) {
  const say = useSay(texts);
  const sayPromise = useSay(promises);
  const { may } = useSession();
  const { message } = App.useApp();
  const [begun, begin] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const last = plugin.conformance?.job ?? null;
  const tried = useResource<Job>(last === null ? null : `/jobs/${seg(last)}`);
  const test = () =>
    post<Job>(`/plugins/${seg(plugin.id)}/test`).then(
      ({ id }) => {
        begin(id);
        setRunning(true);
      },
      (error: unknown) => void message.error(asProblem(error).title),
    );
  const rows = (tried.data?.result as { promises?: Tried[] } | null | undefined)?.promises ?? [];
  return (
    <section className="stack" aria-labelledby="contract">
      <div>
        <h3 className="h2" id="contract">{say('contract')}</h3>
        <p className="small muted">{say('test_lead')}</p>
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '6px 16px', alignItems: 'center' }}>
        <Kept plugin={plugin} />
        {plugin.conformance && <span className="small muted">{say('tested_at', { version: plugin.conformance.version, at: dateTime(plugin.conformance.at) })}</span>}
        {may('operate') && (
          <Button icon={<SafetyCertificateOutlined />} onClick={() => void test()} disabled={running}>
            {say('test')}
          </Button>
        )}
      </div>
      {begun !== null && begun !== last && (
        <JobProgress
          id={begun}
          ended={() => {
            setRunning(false);
            changed();
          }}
        />
      )}
      {rows.length > 0 && (
        <div className="card">
          <Table
            caption={say('contract')}
            rows={rows}
            keyOf={(row) => row.promise}
            columns={[
              { name: say('promise'), title: true, cell: (row) => <>{known(row.promise) ? sayPromise(row.promise) : row.promise}{row.detail && <span className="sub">{row.detail}</span>}</> },
              { name: say('verdict'), width: '28%', cell: (row) => <Mark verdict={row.verdict}>{say(row.verdict)}</Mark> },
            ]}
          />
        </div>
      )}
    </section>
  );
}

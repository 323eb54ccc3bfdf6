// What a run would change: its ledger, and each change field by field.
import { useState } from 'react';
import type { DryRun, FlowDetail, Job } from '../../api/types';
import { useSay } from '../../app/session';
import { Empty } from '../../parts/Empty';
import { JobProgress } from '../../parts/Job';
import { LedgerBar } from '../../parts/LedgerBar';
import { Table } from '../../parts/Table';
import { texts } from './texts';

const none = { read: 0, created: 0, updated: 0, unchanged: 0, filtered: 0, dead: 0, due: 0, delivered: 0, withheld: 0, pending: 0 };

function Changes({ result, flow, whole }: { result: DryRun; flow: FlowDetail; whole: boolean }) {
  const say = useSay(texts);
  const changes = result.changes ?? [];
  const direction = flow.direction === 'out' ? 'out' : 'in';
  return (
    <>
      <LedgerBar run={{ direction, counts: { ...none, ...result.counts } }} big />
      {whole && changes.length === 0 && <Empty good title={say('dry_none')} />}
      {changes.map((change, i) => (
        <section className="card" key={`${change.key} ${i}`}>
          <header>
            <h3 className="h2">{say('dry_change', { key: change.key })}</h3>
            <span className="muted small">
              {change.entity} · {say(change.act)}
            </span>
          </header>
          <Table
            caption={say('dry_change', { key: change.key })}
            rows={change.fields.length ? change.fields : change.reasons.map((reason) => ({ field: reason.field, before: '', after: reason.message }))}
            keyOf={(field) => field.field}
            columns={[
              { name: say('field'), title: true, width: '28%', cell: (field) => <code>{field.field}</code> },
              { name: say('before'), cell: (field) => field.before && <span className="was">{field.before}</span> },
              { name: say('after'), cell: (field) => field.after && <span className="now">{field.after}</span> },
            ]}
          />
          {change.document && (
            <div className="body">
              <pre className="text" tabIndex={0}>
                {JSON.stringify(change.document, null, 2)}
              </pre>
            </div>
          )}
        </section>
      ))}
    </>
  );
}

export function DryRunResult({ job, flow }: { job: number; flow: FlowDetail }) {
  const [ended, setEnded] = useState<Job | null>(null);
  return (
    <div className="stack">
      <JobProgress id={job} ended={setEnded} />
      {ended?.result && <Changes result={ended.result as unknown as DryRun} flow={flow} whole={ended.state === 'done'} />}
    </div>
  );
}

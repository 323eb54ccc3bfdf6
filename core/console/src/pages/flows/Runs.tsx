// A flow's runs, each with its ledger; one of them as a whole in a drawer.
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { Run } from '../../api/types';
import { useSay, useSession } from '../../app/session';
import { dateTime, length, number } from '../../lib/format';
import { outcomeOf } from '../../lib/standing';
import { LedgerBar } from '../../parts/LedgerBar';
import { Status } from '../../parts/Status';
import { Table } from '../../parts/Table';
import { texts } from './texts';

const seconds = (run: Run) => (run.ended ? (Date.parse(run.ended) - Date.parse(run.started)) / 1000 : null);

// Who or what began a run.
function useTrigger(): (run: Run) => string {
  const say = useSay(texts);
  const words = { schedule: say('by_schedule'), hand: say('by_hand'), replay: say('by_replay'), receive: say('by_receive') };
  return ({ trigger }) => words[trigger as keyof typeof words] ?? trigger;
}

function Whole({ run }: { run: Run }) {
  const say = useSay(texts);
  const trigger = useTrigger();
  const { language } = useSession();
  return (
    <div className="stack">
      <Status state={outcomeOf(run)} />
      {run.message && (
        <div>
          <h3 className="h2">{say('why_failed')}</h3>
          <p className="text">{run.message}</p>
        </div>
      )}
      <LedgerBar run={run} big />
      <dl className="facts">
        <dt>{say('began')}</dt>
        <dd>{dateTime(run.started, true)}</dd>
        <dt>{say('ended')}</dt>
        <dd>{dateTime(run.ended, true)}</dd>
        <dt>{say('took')}</dt>
        <dd>{length(seconds(run), language)}</dd>
        <dt>{say('trigger')}</dt>
        <dd>{trigger(run)}</dd>
      </dl>
      {run.entities.length > 0 && (
        <div className="card">
          <Table
            caption={say('entities')}
            rows={run.entities}
            keyOf={(entity) => entity.entity}
            columns={[
              { name: say('entity'), title: true, cell: (entity) => <code>{entity.entity}</code> },
              ...(['created', 'updated', 'unchanged', 'removed', 'conflicts'] as const).map((name) => ({
                name: say(name), end: true, cell: (entity: Run['entities'][number]) => number(entity[name], language),
              })),
            ]}
          />
        </div>
      )}
    </div>
  );
}

export function Runs({ runs }: { runs: Run[] }) {
  const say = useSay(texts);
  const trigger = useTrigger();
  const { language } = useSession();
  const [open, setOpen] = useState<Run | null>(null);
  return (
    <>
      <Table
        caption={say('history')}
        rows={runs}
        keyOf={(run) => run.id}
        columns={[
          { name: say('began'), title: true, cell: (run) => <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setOpen(run)}>{dateTime(run.started, true)}</Button> },
          { name: say('state'), cell: (run) => <Status state={outcomeOf(run)} /> },
          { name: say('took'), cell: (run) => length(seconds(run), language) },
          { name: say('trigger'), cell: trigger },
          { name: say('ledger'), width: '36%', cell: (run) => <LedgerBar run={run} /> },
          { name: say('records'), end: true, cell: (run) => number(run.direction === 'out' ? run.counts.due : run.counts.read, language) },
        ]}
      />
      <Drawer open={open !== null} onClose={() => setOpen(null)} width="min(640px, 100vw)" title={open && say('run_title_of', { id: open.id })}>
        {open && <Whole run={open} />}
      </Drawer>
    </>
  );
}

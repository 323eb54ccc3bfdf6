// All flows: how they stand, when they run next.
import { Input, Select } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { seg } from '../../api/client';
import type { Flow, Page as ListPage } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { capital, length, number, shortTime } from '../../lib/format';
import { standingOf, type Standing } from '../../lib/standing';
import { Empty } from '../../parts/Empty';
import { LedgerBar } from '../../parts/LedgerBar';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { Status } from '../../parts/Status';
import { RowLink, Table } from '../../parts/Table';
import { texts } from './texts';

const order: Standing[] = ['failing', 'late', 'paused', 'letters', 'ok', 'never_run', 'off'];
const directions: Flow['direction'][] = ['in', 'out', 'derive'];
// Trouble first, then what waits, then what goes in, out and within.
const rank = (flow: Flow) => order.indexOf(standingOf(flow)) * 100 + (flow.pending > 0 ? 0 : 10) + directions.indexOf(flow.direction);
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();

function Rows({ flows }: { flows: Flow[] }) {
  const say = useSay(texts);
  const label = useLabel();
  const { language } = useSession();
  const fresh = (flow: Flow) => {
    if (flow.age_seconds === null) return '–';
    const age = length(flow.age_seconds, language);
    return (
      <>
        <span className="nowrap">{say('age', { age })}</span>
        {flow.fresh_within_seconds !== null && <span className="sub">{say('promise', { promise: length(flow.fresh_within_seconds, language) })}</span>}
      </>
    );
  };
  const waiting = (flow: Flow) =>
    [flow.dead_waiting && say('letters_n', { n: number(flow.dead_waiting, language) }), flow.pending && say('pending_n', { n: number(flow.pending, language) })].filter(Boolean).join(', ');
  return (
    <Table
      caption={say('title')}
      rows={flows}
      keyOf={(flow) => flow.name}
      columns={[
        { name: say('flow'), title: true, width: '27%', cell: (flow) => <RowLink to={`/flows/${seg(flow.name)}`} sub={`${say(flow.direction)} · ${label(flow.system_label)}`}>{label(flow.label)}</RowLink> },
        { name: say('state'), cell: (flow) => <Status state={standingOf(flow)} /> },
        { name: say('fresh'), cell: fresh },
        { name: say('schedule'), width: '16%', cell: (flow) => capital(label(flow.schedule)) },
        { name: say('next'), cell: (flow) => <span className="nowrap">{flow.running_since ? say('running', { time: shortTime(flow.running_since) }) : shortTime(flow.next[0])}</span> },
        { name: say('ledger'), width: '14%', cell: (flow) => flow.last_run && <LedgerBar run={flow.last_run} /> },
        { name: say('waiting'), end: true, cell: waiting },
      ]}
    />
  );
}

export default function Flows() {
  const say = useSay(texts);
  const [query, setQuery] = useSearchParams();
  const flows = useResource<ListPage<Flow>>('/flows', ['flow', 'run', 'letters']);
  const words = query.get('q') ?? '';
  const state = query.get('state') ?? 'on';
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    setQuery(next, { replace: true });
  };
  const shown = useMemo(() => {
    const wanted = plain(words);
    const fits = (flow: Flow) =>
      (state === 'all' || (state === 'on' ? flow.health !== 'off' : standingOf(flow) === state)) &&
      plain([flow.name, flow.label.vi, flow.label.en, flow.system, flow.system_label.vi, flow.system_label.en].join(' ')).includes(wanted);
    return (flows.data?.items ?? []).filter(fits).sort((a, b) => rank(a) - rank(b));
  }, [flows.data, words, state]);
  const states = [
    { value: 'on', label: say('all_states') }, { value: 'failing', label: say('failing') }, { value: 'late', label: say('late') },
    { value: 'letters', label: say('letters_state') }, { value: 'paused', label: say('paused_state') }, { value: 'never_run', label: say('never_run') }, { value: 'ok', label: say('ok') }, { value: 'all', label: say('everything') },
  ];
  return (
    <Page title={say('title')} lead={say('lead')}>
      <div>
        <div className="filters">
          <div>
            <label htmlFor="flow-words">{say('search')}</label>
            <Input.Search id="flow-words" allowClear style={{ width: 280 }} value={words} onChange={(event) => change('q', event.target.value)} />
          </div>
          <div>
            <label htmlFor="flow-state">{say('state')}</label>
            <Select id="flow-state" style={{ width: 200 }} value={state} options={states} onChange={(value: string) => change('state', value === 'on' ? '' : value)} />
          </div>
        </div>
        <Card flush>
          <Shown of={flows} lines={8}>
            {() => (shown.length ? <Rows flows={shown} /> : <Empty title={say('none')}>{say('none_lead')}</Empty>)}
          </Shown>
        </Card>
      </div>
    </Page>
  );
}

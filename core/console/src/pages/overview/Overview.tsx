// In ten seconds: what is late or broken, why, and who must act.
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router-dom';
import { seg } from '../../api/client';
import type { Cause, Flow, Page as ListPage, Review, Run, System } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { number, shortTime } from '../../lib/format';
import { outcomeOf, standingOf } from '../../lib/standing';
import { Empty } from '../../parts/Empty';
import { LedgerBar } from '../../parts/LedgerBar';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { Status } from '../../parts/Status';
import { RowLink, Table } from '../../parts/Table';
import { FlowMap } from './FlowMap';
import { sidesOf, volumeOf } from './map';
import { NeedList } from './NeedList';
import { needsOf } from './needs';
import { texts } from './texts';

const few = 7;

function Figures({ flows }: { flows: Flow[] }) {
  const say = useSay(texts);
  const { language } = useSession();
  const on = flows.filter((flow) => flow.health !== 'off');
  const sum = (of: (flow: Flow) => number) => on.reduce((all, flow) => all + of(flow), 0);
  const troubled = on.filter((flow) => flow.health === 'late' || flow.health === 'failing').length;
  const letters = sum((flow) => flow.dead_waiting);
  const pending = sum((flow) => flow.pending);
  const figures = [
    { value: on.filter((flow) => standingOf(flow) === 'ok').length, name: say('flows_fine', { n: on.length }), to: '/flows' },
    { value: troubled, name: say('late_or_failing'), to: '/flows', tone: troubled ? 'bad' : undefined },
    { value: letters, name: say('letters'), to: '/dead-letters', tone: letters ? 'warn' : undefined },
    { value: pending, name: say('pending'), to: '/flows' },
    { value: sum((flow) => (flow.direction === 'in' ? volumeOf(flow) : 0)), name: say('day_volume'), to: '/flows' },
  ];
  return (
    <div className="figures">
      {figures.map((figure) => (
        <Link key={figure.name} to={figure.to}>
          <div className="value" data-tone={figure.tone}>
            {number(figure.value, language)}
          </div>
          <div className="name">{figure.name}</div>
        </Link>
      ))}
    </div>
  );
}

// Those that did something or went wrong: most runs find nothing new.
const notable = (runs: Run[]) => runs.filter((run) => run.state !== 'succeeded' || run.counts.read + run.counts.due > 0).slice(0, 8);

function RecentRuns({ flows }: { flows: Flow[] }) {
  const say = useSay(texts);
  const label = useLabel();
  const { language } = useSession();
  const runs = useResource<ListPage<Run>>('/runs?limit=100', ['run']);
  const named = (name: string) => label(flows.find((flow) => flow.name === name)?.label) || name;
  return (
    <Card title={say('recent')} more={<Link to="/flows">{say('all_runs')}</Link>} flush>
      <Shown of={runs}>
        {({ items }) => {
          const shown = notable(items);
          return shown.length ? (
            <Table
              caption={say('recent')}
              rows={shown}
              keyOf={(run) => run.id}
              columns={[
                { name: say('flow'), title: true, cell: (run) => <RowLink to={`/flows/${seg(run.flow)}`}>{named(run.flow)}</RowLink> },
                { name: say('state'), cell: (run) => <Status state={outcomeOf(run)} /> },
                { name: say('began'), cell: (run) => shortTime(run.started) },
                { name: say('ledger'), width: '30%', cell: (run) => <LedgerBar run={run} /> },
                { name: say('records'), end: true, cell: (run) => number(run.direction === 'out' ? run.counts.due : run.counts.read, language) },
              ]}
            />
          ) : (
            <Empty title={say('no_runs')} />
          );
        }}
      </Shown>
    </Card>
  );
}

function MapCard({ systems, flows }: { systems: System[]; flows: Flow[] }) {
  const say = useSay(texts);
  const { may } = useSession();
  const sides = useMemo(() => sidesOf(systems, flows), [systems, flows]);
  const off = systems.filter((system) => !system.enabled).length;
  const none = !sides.sources.length && !sides.destinations.length;
  return (
    <Card title={say('map')} more={<span className="muted">{say('map_lead')}</span>} flush>
      {none ? (
        <Empty title={say('no_systems')} acts={may('administer') && <Link to="/systems/new">{say('add_system')}</Link>}>
          {say('no_systems_lead')}
        </Empty>
      ) : (
        <FlowMap sides={sides} />
      )}
      {off > 0 && (
        <div className="tablefoot muted">
          {say('off_systems', { n: off })} <Link to="/systems">{say('show_off')}</Link>
        </div>
      )}
    </Card>
  );
}

export default function Overview() {
  const say = useSay(texts);
  const { may } = useSession();
  const flows = useResource<ListPage<Flow>>('/flows', ['flow', 'run', 'letters']);
  const systems = useResource<ListPage<System>>('/systems', ['flow']);
  const causes = useResource<ListPage<Cause>>('/dead-letters/causes', ['letters']);
  const reviews = useResource<ListPage<Review>>(may('records') ? '/reviews?limit=200' : null, ['review']);
  const [all, setAll] = useState(false);
  const needs = useMemo(
    () => needsOf(flows.data?.items ?? [], causes.data?.items ?? [], reviews.data?.items.length ?? 0),
    [flows.data, causes.data, reviews.data],
  );
  const lead = !flows.data ? ' ' : needs.length === 0 ? say('all_well') : needs.length === 1 ? say('need_one') : say('needs', { n: needs.length });
  return (
    <Page title={say('title')} lead={lead}>
      <Shown of={flows} lines={10}>
        {({ items }) => (
          <>
            <Figures flows={items} />
            <Card title={say('attention')} flush>
              {needs.length ? <NeedList needs={needs} most={all ? needs.length : few} /> : <Empty good title={say('nothing')}>{say('nothing_lead')}</Empty>}
              {needs.length > few && !all && (
                <div className="tablefoot">
                  <Button size="small" onClick={() => setAll(true)}>
                    {say('more_things', { n: needs.length - few })}
                  </Button>
                </div>
              )}
            </Card>
            <Shown of={systems}>{(list) => <MapCard systems={list.items} flows={items} />}</Shown>
            <RecentRuns flows={items} />
          </>
        )}
      </Shown>
    </Page>
  );
}

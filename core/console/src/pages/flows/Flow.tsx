// One flow: schedule in words, its next starts, its runs with their ledgers, and what one may do with it.
import { Link, useParams } from 'react-router-dom';
import { seg } from '../../api/client';
import type { FlowDetail } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { ago, capital, dateTime, length, number, shortPath } from '../../lib/format';
import { standingOf } from '../../lib/standing';
import { Empty } from '../../parts/Empty';
import { LedgerBar } from '../../parts/LedgerBar';
import { MayLink } from '../../parts/MayLink';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { Status } from '../../parts/Status';
import { FlowActions } from './FlowActions';
import { Runs } from './Runs';
import { texts } from './texts';

function About({ flow }: { flow: FlowDetail }) {
  const say = useSay(texts);
  const label = useLabel();
  const { language } = useSession();
  const promise = flow.fresh_within_seconds === null ? say('promise_none') : say('promise_within', { n: length(flow.fresh_within_seconds, language) });
  const kept = flow.promise_kept === null || flow.promise_kept === undefined ? '' : ` (${say(flow.promise_kept ? 'promise_kept' : 'promise_broken')})`;
  return (
    <Card title={say('about')}>
      <dl className="facts">
        <dt>{say('direction')}</dt>
        <dd>{say(flow.direction)}</dd>
        <dt>{say('system')}</dt>
        <dd>{flow.direction === 'derive' ? label(flow.system_label) : <Link to={`/systems/${seg(flow.system)}`}>{label(flow.system_label)}</Link>}</dd>
        {flow.stream && (
          <>
            <dt>{say('stream')}</dt>
            <dd>
              <code>{flow.stream}</code>
            </dd>
          </>
        )}
        {flow.mapping && (
          <>
            <dt>{say('mapping')}</dt>
            <dd>
              <MayLink right="operate" to={`/mappings/${seg(flow.mapping)}`}>
                <code>{flow.mapping}</code>
              </MayLink>
            </dd>
          </>
        )}
        <dt>{say('promise_name')}</dt>
        <dd>
          {promise}
          {kept}
        </dd>
        <dt>{say('last_success')}</dt>
        <dd>{flow.last_success ? `${dateTime(flow.last_success)} (${ago(flow.last_success, language)})` : '–'}</dd>
        <dt>{say('responsible')}</dt>
        <dd>{label(flow.responsible)}</dd>
        <dt>{say('file')}</dt>
        <dd>
          <MayLink right="operate" to={`/settings?file=${shortPath(flow.file)}`}>
            <code>{shortPath(flow.file)}</code>
          </MayLink>
        </dd>
      </dl>
    </Card>
  );
}

function Schedule({ flow }: { flow: FlowDetail }) {
  const say = useSay(texts);
  const label = useLabel();
  const { language } = useSession();
  return (
    <Card title={say('schedule')}>
      <p style={{ fontSize: 16, fontWeight: 550, marginBottom: 8 }}>{capital(label(flow.schedule))}</p>
      {flow.next.length ? (
        <>
          <h3 className="small muted" style={{ fontWeight: 500 }}>
            {say('next_five')}
          </h3>
          <ol>
            {flow.next.map((moment) => (
              <li key={moment} style={{ display: 'flex', justifyContent: 'space-between', gap: 12, padding: '3px 0' }}>
                <span>{dateTime(moment)}</span>
                <span className="muted">{ago(moment, language)}</span>
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p className="muted">{say('no_next')}</p>
      )}
    </Card>
  );
}

export default function FlowPage() {
  const { flow: name = '' } = useParams();
  const say = useSay(texts);
  const label = useLabel();
  const { language } = useSession();
  const flow = useResource<FlowDetail>(`/flows/${seg(name)}`, ['flow', 'run', 'letters']);
  const data = flow.data;
  return (
    <Page
      title={data ? label(data.label) : name}
      back={{ to: '/flows', name: say('back') }}
      lead={data && <Status state={standingOf(data)} />}
      acts={data && <FlowActions flow={data} changed={flow.reload} />}
    >
      <Shown of={flow} lines={10}>
        {(detail) => (
          <>
            {detail.message && <p className="note" style={{ overflowWrap: 'anywhere' }}>{detail.message}</p>}
            <div className="columns">
              <div className="stack">
                {detail.last_run && (
                  <Card title={say('latest_ledger')} more={<span className="muted">{dateTime(detail.last_run.started)}</span>}>
                    <LedgerBar run={detail.last_run} big />
                    {detail.dead_waiting > 0 && (
                      <p style={{ marginTop: 12 }}>
                        <Link to={`/dead-letters?flow=${seg(detail.name)}`}>{say('see_letters', { n: number(detail.dead_waiting, language) })}</Link>
                      </p>
                    )}
                  </Card>
                )}
                <Schedule flow={detail} />
              </div>
              <About flow={detail} />
            </div>
            <Card title={say('history')} flush>
              {detail.runs.length ? <Runs runs={detail.runs} /> : <Empty title={say('no_runs')}>{say('no_runs_lead')}</Empty>}
            </Card>
          </>
        )}
      </Shown>
    </Page>
  );
}

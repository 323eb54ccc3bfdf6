// One partner: settings, streams with a sample of records, whether it answers.
import { ApiOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { post, type Problem, seg } from '../../api/client';
import type { Flow, Page as ListPage, SystemDetail, SystemTest } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { capital, length, shortPath } from '../../lib/format';
import { standingOf } from '../../lib/standing';
import { Empty } from '../../parts/Empty';
import { MayLink } from '../../parts/MayLink';
import { Card, Page } from '../../parts/Page';
import { asProblem } from '../../parts/ReasonDialog';
import { Shown } from '../../parts/Shown';
import { Status } from '../../parts/Status';
import { RowLink, Table } from '../../parts/Table';
import { Trouble } from '../../parts/Trouble';
import { NewFlow } from './NewFlow';
import { Sample } from './Sample';
import { texts } from './texts';

type Test = { busy?: boolean; result?: SystemTest; problem?: Problem } | null;

function TestOutcome({ test }: { test: NonNullable<Test> }) {
  const say = useSay(texts);
  if (test.busy) return <p className="note" data-tone="quiet" role="status">{say('testing')}</p>;
  if (test.problem) return <Trouble problem={test.problem} />;
  const good = test.result?.reachable === true;
  return (
    <p className="note" data-tone={good ? 'good' : undefined} role="status">
      <strong>{say(good ? 'test_good' : 'test_bad')}</strong> {test.result?.message}
    </p>
  );
}

function About({ system }: { system: SystemDetail }) {
  const say = useSay(texts);
  return (
    <Card title={say('about')}>
      <dl className="facts">
        <dt>{say('connector')}</dt>
        <dd>
          <Link to={`/plugins?of=${seg(system.connector)}`}>
            <code>{system.connector}</code>
          </Link>
        </dd>
        <dt>{say('isolation')}</dt>
        <dd>{say(system.isolation)}</dd>
        {system.egress.length > 0 && (
          <>
            <dt>{say('egress')}</dt>
            <dd>{system.egress.join(', ')}</dd>
          </>
        )}
        {system.answers.length > 0 && (
          <>
            <dt>{say('answers')}</dt>
            <dd>{system.answers.join(', ')}</dd>
          </>
        )}
        <dt>{say('file')}</dt>
        <dd>
          <MayLink right="operate" to={`/settings?file=${shortPath(system.file)}`}>
            <code>{shortPath(system.file)}</code>
          </MayLink>
        </dd>
      </dl>
    </Card>
  );
}

function Flows({ system }: { system: SystemDetail }) {
  const say = useSay(texts);
  const label = useLabel();
  const { language, may } = useSession();
  const flows = useResource<ListPage<Flow>>(`/flows?system=${seg(system.name)}`, ['flow', 'run']);
  const [sampled, sample] = useState<string | null>(null);
  const [adding, add] = useState(false);
  const more = may('administer') && system.enabled && <Button size="small" icon={<PlusOutlined />} onClick={() => add(true)}>{say('add_flow')}</Button>;
  return (
    <Card title={say('flows')} more={more} flush>
      <Shown of={flows}>
        {({ items }) =>
          items.length ? (
            <Table
              caption={say('flows')}
              rows={items}
              keyOf={(flow) => flow.name}
              columns={[
                { name: say('flow'), title: true, width: '44%', cell: (flow) => <RowLink to={`/flows/${seg(flow.name)}`} sub={capital(label(flow.schedule))}>{label(flow.label)}</RowLink> },
                { name: say('state'), cell: (flow) => <Status state={standingOf(flow)} /> },
                { name: say('fresh'), cell: (flow) => length(flow.age_seconds, language) },
                {
                  name: say('stream'),
                  cell: (flow) =>
                    flow.direction === 'in' && system.enabled && may('operate') ? (
                      <Button size="small" className="above" onClick={() => sample(flow.stream)}>
                        {say('sample')} · <code>{flow.stream}</code>
                      </Button>
                    ) : (
                      <code>{flow.stream}</code>
                    ),
                },
              ]}
            />
          ) : (
            <Empty title={say('no_flows')} />
          )
        }
      </Shown>
      <NewFlow system={system} open={adding} close={() => add(false)} />
      <Sample system={system.name} stream={sampled} close={() => sample(null)} />
    </Card>
  );
}

export default function SystemPage() {
  const { system: name = '' } = useParams();
  const say = useSay(texts);
  const label = useLabel();
  const { may } = useSession();
  const go = useNavigate();
  const system = useResource<SystemDetail>(`/systems/${seg(name)}`, ['flow']);
  const [test, setTest] = useState<Test>(null);
  const run = async () => {
    setTest({ busy: true });
    try {
      setTest({ result: await post<SystemTest>(`/systems/${seg(name)}/test`) });
    } catch (error) {
      setTest({ problem: asProblem(error) });
    }
  };
  const data = system.data;
  const acts = data && (
    <>
      {may('administer') && (
        <Button icon={<EditOutlined />} onClick={() => go(`/settings?file=systems/${name}.yaml`)}>
          {say('edit')}
        </Button>
      )}
      {may('operate') && (
        <Button type="primary" icon={<ApiOutlined />} loading={test?.busy} onClick={() => void run()}>
          {say('test')}
        </Button>
      )}
    </>
  );
  return (
    <Page title={data ? label(data.label) : name} back={{ to: '/systems', name: say('back') }} lead={data && <Status state={standingOf(data)} />} acts={acts}>
      {test && <TestOutcome test={test} />}
      <Shown of={system} lines={8}>
        {(detail) => (
          <>
            <Flows system={detail} />
            <div className="columns">
              <Card title={say('settings')}>
                <pre className="text" tabIndex={0} aria-label={say('settings')}>{JSON.stringify(detail.settings, null, 2)}</pre>
              </Card>
              <About system={detail} />
            </div>
          </>
        )}
      </Shown>
    </Page>
  );
}

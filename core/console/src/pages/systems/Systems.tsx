// The partners, those switched on first.
import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useNavigate } from 'react-router-dom';
import { seg } from '../../api/client';
import type { Page as ListPage, System } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { number } from '../../lib/format';
import { standingOf } from '../../lib/standing';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { Status } from '../../parts/Status';
import { RowLink, Table } from '../../parts/Table';
import { texts } from './texts';

function Rows({ systems, caption }: { systems: System[]; caption: string }) {
  const say = useSay(texts);
  const label = useLabel();
  const { language } = useSession();
  const count = (n: number) => (n ? number(n, language) : '–');
  return (
    <Table
      caption={caption}
      rows={systems}
      keyOf={(system) => system.name}
      columns={[
        { name: say('system'), title: true, width: '38%', cell: (system) => <RowLink to={`/systems/${seg(system.name)}`} sub={<code>{system.name}</code>}>{label(system.label)}</RowLink> },
        { name: say('state'), cell: (system) => <Status state={standingOf(system)} /> },
        { name: say('connector'), cell: (system) => <code>{system.connector}</code> },
        { name: say('flows'), end: true, cell: (system) => number(system.flows.length, language) },
        { name: say('letters'), end: true, cell: (system) => count(system.dead_waiting) },
        { name: say('pending'), end: true, cell: (system) => count(system.pending) },
      ]}
    />
  );
}

export default function Systems() {
  const say = useSay(texts);
  const { may } = useSession();
  const go = useNavigate();
  const systems = useResource<ListPage<System>>('/systems', ['flow', 'letters']);
  const add = may('administer') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => go('/systems/new')}>
      {say('add')}
    </Button>
  );
  return (
    <Page title={say('title')} lead={say('lead')} acts={add}>
      <Shown of={systems} lines={8}>
        {({ items }) => {
          const on = items.filter((system) => system.enabled);
          const off = items.filter((system) => !system.enabled);
          return (
            <>
              <Card title={say('on')} flush>
                {on.length ? <Rows systems={on} caption={say('on')} /> : <Empty title={say('none_on')}>{say('none_on_lead')}</Empty>}
              </Card>
              {off.length > 0 && (
                <Card title={say('off')} more={<span className="muted">{off.length}</span>} flush>
                  <Rows systems={off} caption={say('off')} />
                </Card>
              )}
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

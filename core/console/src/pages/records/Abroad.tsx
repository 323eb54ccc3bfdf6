// Where a row went: how it stands with each destination, and what left the hub.
import { useFlowNames, useSystemNames } from '../../api/names';
import type { RecordDetail } from '../../api/types';
import { useSay, useSession } from '../../app/session';
import { dateTime, number } from '../../lib/format';
import { Empty } from '../../parts/Empty';
import { Status } from '../../parts/Status';
import { Table } from '../../parts/Table';
import { texts } from './texts';

export function Deliveries({ record }: { record: RecordDetail }) {
  const say = useSay(texts);
  const { language } = useSession();
  const systemName = useSystemNames();
  const flowName = useFlowNames();
  if (!record.deliveries.length) return <Empty title={say('no_deliveries')} />;
  return (
    <Table
      caption={say('deliveries')}
      rows={record.deliveries}
      keyOf={(delivery) => delivery.flow}
      columns={[
        { name: say('destination'), title: true, cell: (delivery) => <>{systemName(delivery.destination)}<span className="sub">{flowName(delivery.flow)}</span></> },
        { name: say('state'), cell: (delivery) => <Status state={delivery.state} /> },
        { name: say('remote'), cell: (delivery) => delivery.remote_id && <code>{delivery.remote_id}</code> },
        { name: say('attempts'), end: true, cell: (delivery) => number(delivery.attempts, language) },
        { name: say('error'), width: '30%', cell: (delivery) => delivery.error },
      ]}
    />
  );
}

export function Disclosures({ record }: { record: RecordDetail }) {
  const say = useSay(texts);
  const systemName = useSystemNames();
  if (!record.disclosures.length) return <Empty title={say('no_disclosures')} />;
  return (
    <Table
      caption={say('disclosures')}
      rows={record.disclosures}
      keyOf={(each) => `${each.at} ${each.flow} ${each.run}`}
      columns={[
        { name: say('at'), title: true, cell: (each) => <span className="nowrap">{dateTime(each.at)}</span> },
        { name: say('destination'), cell: (each) => systemName(each.destination) },
        { name: say('purpose'), cell: (each) => each.purpose },
        { name: say('fields'), width: '44%', cell: (each) => <span className="small muted">{each.fields.join(', ')}</span> },
      ]}
    />
  );
}

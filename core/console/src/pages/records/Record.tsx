// One row: what it says, why each value is what it is, and where it went.
import { EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { ask, seg } from '../../api/client';
import type { Entity, Page as ListPage, RecordDetail } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { Card, Page } from '../../parts/Page';
import { ReasonDialog } from '../../parts/ReasonDialog';
import { Shown } from '../../parts/Shown';
import { Tabs } from '../../parts/Tabs';
import { Deliveries, Disclosures } from './Abroad';
import { JudgeActions } from './JudgeActions';
import { texts } from './texts';
import { Timeline } from './Timeline';
import { Values } from './Values';

const nameOf = (record: RecordDetail) => record.fields.find((field) => /(^|_)name$/.test(field.field) && field.value)?.value ?? '';

export default function RecordPage() {
  const { entity = '', row = '' } = useParams();
  const say = useSay(texts);
  const label = useLabel();
  const { may } = useSession();
  const path = `/records/${seg(entity)}/${seg(row)}`;
  const masked = useResource<RecordDetail>(path);
  const entities = useResource<ListPage<Entity>>('/records');
  const [plain, setPlain] = useState<RecordDetail | null>(null); // never kept beyond this page
  const [asking, ask_] = useState(false);
  const shown = plain ?? masked.data;
  const kind = label(entities.data?.items.find((each) => each.name === entity)?.label) || entity;
  const judged = () => {
    setPlain(null); // what was shown is no longer so
    masked.reload();
  };
  const acts = masked.data && (
    <>
      <JudgeActions record={plain ?? masked.data} changed={judged} />
      {may('unmask') && !plain && masked.data.fields.some((field) => field.personal) && (
        <Button icon={<EyeOutlined />} onClick={() => ask_(true)}>
          {say('unmask')}
        </Button>
      )}
    </>
  );
  return (
    <Page title={(shown && nameOf(shown)) || say('row', { entity: kind, id: row })} back={{ to: `/records?entity=${seg(entity)}`, name: say('back') }} lead={say('row', { entity: kind, id: row })} acts={acts}>
      {plain && <p className="note">{say('unmasked')}</p>}
      <Shown of={masked} lines={10}>
        {(data) => {
          const record = plain ?? data;
          return (
            <Card flush>
              <Tabs
                name={say('record')}
                tabs={[
                  { key: 'values', name: say('values'), content: () => <Values record={record} /> },
                  { key: 'timeline', name: say('timeline'), content: () => <Timeline record={record} changed={judged} /> },
                  { key: 'deliveries', name: `${say('deliveries')} (${record.deliveries.length})`, content: () => <Deliveries record={record} /> },
                  { key: 'disclosures', name: `${say('disclosures')} (${record.disclosures.length})`, content: () => <Disclosures record={record} /> },
                ]}
              />
            </Card>
          );
        }}
      </Shown>
      <ReasonDialog
        open={asking}
        purpose
        close={() => ask_(false)}
        title={say('unmask')}
        act={say('unmask')}
        run={async (purpose) => setPlain((await ask<RecordDetail>(`${path}/unmask`, { method: 'POST', body: { purpose } })).body)}
      >
        <p>{say('unmask_lead')}</p>
      </ReasonDialog>
    </Page>
  );
}

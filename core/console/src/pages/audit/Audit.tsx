// What persons did, the latest first, and whether the log is whole.
import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useSearchParams } from 'react-router-dom';
import type { AuditLine, AuditVerdict } from '../../api/types';
import { usePages, useResource } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import type { Say } from '../../lib/texts';
import { dateTime, number } from '../../lib/format';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { Shown, ShownPages } from '../../parts/Shown';
import { Table } from '../../parts/Table';
import { acts, texts } from './texts';

const known = (name: string): name is keyof typeof acts => name in acts;

// What the hub itself notes of a change of settings: its number, and which one it takes back.
const inWords = (detail: string, say: Say<typeof texts>) =>
  detail.replace(/^change (\d+)(?:: undo of (\d+))?/, (_, id: string, undone?: string) =>
    undone ? say('change_undoes', { id, undone }) : say('change', { id }));

function Verdict() {
  const say = useSay(texts);
  const { language } = useSession();
  const verdict = useResource<AuditVerdict>('/audit/verdict');
  return (
    <Card>
      <Shown of={verdict} lines={1}>
        {(data) => (
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: '6px 16px', alignItems: 'center' }}>
            <span className="status" data-tone={data.fault ? 'bad' : 'good'}>
              {data.fault ? <WarningFilled aria-hidden /> : <CheckCircleFilled aria-hidden />}
              {data.fault ? say('broken') : say('whole', { n: number(data.lines, language) })}
            </span>
            <Button size="small" onClick={verdict.reload} loading={verdict.loading}>
              {say('verify')}
            </Button>
            <span className="small muted" style={{ flexBasis: '100%', overflowWrap: 'anywhere' }}>
              {data.fault ?? (
                <>
                  {say('head')}: <code>{data.head}</code>
                </>
              )}
            </span>
          </div>
        )}
      </Shown>
    </Card>
  );
}

export default function Audit() {
  const say = useSay(texts);
  const sayAct = useSay(acts);
  const [query, setQuery] = useSearchParams();
  const who = query.get('who') ?? '';
  const act = query.get('act') ?? '';
  const lines = usePages<AuditLine>('/audit', { who, act });
  const look = (next: { who: string; act: string }) => setQuery(Object.fromEntries(Object.entries(next).filter(([, value]) => value)));
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Verdict />
      <div>
        <div className="filters">
          <div>
            <label htmlFor="audit-who">{say('filter_who')}</label>
            <Input.Search id="audit-who" allowClear style={{ width: 220 }} defaultValue={who} onSearch={(value) => look({ who: value.trim(), act })} />
          </div>
          <div>
            <label htmlFor="audit-act">{say('filter_act')}</label>
            <Select id="audit-act" showSearch optionFilterProp="label" style={{ width: 240 }} value={act} onChange={(value: string) => look({ who, act: value })} options={[{ value: '', label: say('every_act') }, ...Object.keys(acts).filter(known).map((value) => ({ value, label: sayAct(value) }))]} />
          </div>
        </div>
        <Card flush>
          <ShownPages of={lines} empty={<Empty title={say('none')} />}>
            {(items) => (
              <Table
                caption={say('title')}
                rows={items}
                keyOf={(line) => line.id}
                more={lines.more}
                loading={lines.loading}
                columns={[
                  { name: say('at'), cell: (line) => <span className="nowrap">{dateTime(line.at, true)}</span> },
                  { name: say('who'), cell: (line) => line.who || <span className="muted">{say('nobody')}</span> },
                  { name: say('act'), title: true, cell: (line) => <span className="strong">{known(line.act) ? sayAct(line.act) : line.act}</span> },
                  { name: say('subject'), width: '18%', cell: (line) => line.subject && <code>{line.subject}</code> },
                  { name: say('detail'), width: '26%', cell: (line) => inWords(line.detail, say) },
                  { name: say('address'), cell: (line) => <code>{line.address}</code> },
                ]}
              />
            )}
          </ShownPages>
        </Card>
      </div>
    </Page>
  );
}

// Administrative units by code or name, with what each became or was made of.
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { withQuery } from '../../api/client';
import type { Page as ListPage, Unit } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay } from '../../app/session';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { Table } from '../../parts/Table';
import { texts } from './texts';

const days = { before: '2025-06-30', since: '2025-07-01' } as const;

function Others({ units }: { units: Unit['became'] }) {
  return (
    <ul>
      {units.map((unit) => (
        <li key={unit.code}>
          <code>{unit.code}</code> {unit.path}
        </li>
      ))}
    </ul>
  );
}

export default function Units() {
  const say = useSay(texts);
  const [query, setQuery] = useSearchParams();
  const words = query.get('q') ?? '';
  const era = query.get('era') as keyof typeof days | null;
  const [typed, type] = useState(words);
  const look = (q: string, when: string) => setQuery(Object.fromEntries(Object.entries({ q, era: when }).filter(([, value]) => value)));
  const units = useResource<ListPage<Unit>>(words ? withQuery('/units', { q: words, as_of: era ? days[era] : '' }) : null);
  return (
    <Page title={say('title')} lead={say('lead')}>
      <div>
        <div className="filters" role="search">
          <div style={{ flex: '1 1 320px', maxWidth: 520 }}>
            <label htmlFor="unit-words">{say('words')}</label>
            <Input.Search id="unit-words" allowClear enterButton={say('find')} value={typed} onChange={(event) => type(event.target.value)} onSearch={(value) => look(value.trim(), era ?? '')} />
          </div>
          <div>
            <label htmlFor="unit-day">{say('as_of')}</label>
            <Select id="unit-day" style={{ width: 200 }} value={era ?? ''} onChange={(value: string) => look(words, value)} options={[{ value: '', label: say('any') }, { value: 'before', label: say('before') }, { value: 'since', label: say('since') }]} />
          </div>
        </div>
        <Card flush>
          {!words ? (
            <Empty title={say('begin')}>{say('begin_lead')}</Empty>
          ) : (
            <Shown of={units}>
              {({ items }) =>
                items.length ? (
                  <Table
                    caption={say('title')}
                    rows={items}
                    keyOf={(unit) => `${unit.era} ${unit.code}`}
                    columns={[
                      { name: say('unit'), title: true, width: '34%', cell: (unit) => <span className="strong">{unit.path}</span> },
                      { name: say('code'), cell: (unit) => <code>{unit.code}</code> },
                      { name: say('level'), cell: (unit) => say(unit.level) },
                      { name: say('era'), cell: (unit) => <span className="nowrap">{say(unit.era)}</span> },
                      { name: `${say('became')} / ${say('made_of')}`, width: '34%', cell: (unit) => <>{unit.became.length > 0 && <><span className="sub">{say('became')}</span><Others units={unit.became} /></>}{unit.made_of.length > 0 && <><span className="sub">{say('made_of')}</span><Others units={unit.made_of} /></>}</> },
                    ]}
                  />
                ) : (
                  <Empty title={say('none')}>{say('none_lead')}</Empty>
                )
              }
            </Shown>
          )}
        </Card>
      </div>
    </Page>
  );
}

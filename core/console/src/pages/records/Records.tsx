// Finding a row by any identifier, or by a name with or without marks.
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { seg } from '../../api/client';
import type { Entity, Page as ListPage, RecordRow } from '../../api/types';
import { usePages, useResource } from '../../api/useResource';
import { useLabel, useSay } from '../../app/session';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { Shown, ShownPages } from '../../parts/Shown';
import { RowLink, Table } from '../../parts/Table';
import { texts } from './texts';

const shownFields = 5;

function columnsOf(entity: Entity, rows: readonly RecordRow[]): Entity['fields'] {
  const filled = entity.fields.filter((field) => !field.name.endsWith('_folded') && rows.some((row) => row.values[field.name] !== undefined));
  const first = (name: string) => (/(^|_)(full_)?name$/.test(name) ? 0 : entity.search.includes(name) ? 1 : 2);
  return [...filled].sort((a, b) => first(a.name) - first(b.name)).slice(0, shownFields);
}

function Rows({ entity, words }: { entity: Entity; words: string }) {
  const say = useSay(texts);
  const label = useLabel();
  const rows = usePages<RecordRow>(`/records/${seg(entity.name)}`, { q: words, limit: 25 });
  const empty = words ? <Empty title={say('not_found')}>{say('not_found_lead')}</Empty> : <Empty title={say('none')}>{say('none_lead')}</Empty>;
  return (
    <Card flush>
      <ShownPages of={rows} empty={empty}>
        {(items) => {
          const [head, ...others] = columnsOf(entity, items);
          const text = (row: RecordRow, name: string | undefined) => (name === undefined ? '' : String(row.values[name] ?? ''));
          return (
            <Table
              caption={label(entity.label)}
              rows={items}
              keyOf={(row) => row.id}
              more={rows.more}
              loading={rows.loading}
              columns={[
                { name: head ? label(head.label) : say('record'), title: true, cell: (row) => <RowLink to={`/records/${seg(entity.name)}/${row.id}`}>{text(row, head?.name) || `#${row.id}`}</RowLink> },
                ...others.map((field) => ({ name: label(field.label) || field.name, cell: (row: RecordRow) => text(row, field.name) })),
              ]}
            />
          );
        }}
      </ShownPages>
    </Card>
  );
}

export default function Records() {
  const say = useSay(texts);
  const label = useLabel();
  const [query, setQuery] = useSearchParams();
  const entities = useResource<ListPage<Entity>>('/records');
  const words = query.get('q') ?? '';
  const name = query.get('entity') ?? 'person';
  const [typed, type] = useState(words);
  const look = (entity: string, q: string) => setQuery(q ? { entity, q } : { entity });
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Shown of={entities} lines={6}>
        {({ items }) => {
          const entity = items.find((each) => each.name === name) ?? items[0];
          if (!entity) return <Empty title={say('none')} />;
          const fields = entity.search.map((field) => label(entity.fields.find((each) => each.name === field)?.label) || field);
          return (
            <div>
              <div className="filters" role="search">
                <div>
                  <label htmlFor="entity">{say('entity')}</label>
                  <Select id="entity" style={{ width: 220 }} showSearch optionFilterProp="label" value={entity.name} options={items.map((each) => ({ value: each.name, label: label(each.label) }))} onChange={(value: string) => look(value, words)} />
                </div>
                <div style={{ flex: '1 1 320px', maxWidth: 560 }}>
                  <label htmlFor="words">{say('words')}</label>
                  <Input.Search id="words" allowClear enterButton={say('find')} value={typed} onChange={(event) => type(event.target.value)} onSearch={(value) => look(entity.name, value.trim())} />
                </div>
              </div>
              {fields.length > 0 && (
                <p className="small muted" style={{ margin: '-6px 0 12px' }}>
                  {say('found_by', { fields: fields.join(', ') })}
                </p>
              )}
              <Rows key={`${entity.name} ${words}`} entity={entity} words={words} />
            </div>
          );
        }}
      </Shown>
    </Page>
  );
}

// The mappings, and which flows use each.
import { Input } from 'antd';
import { useState } from 'react';
import { seg } from '../../api/client';
import type { MappingInfo, Page as ListPage } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay } from '../../app/session';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { RowLink, Table } from '../../parts/Table';
import { texts } from './texts';

export default function Mappings() {
  const say = useSay(texts);
  const [words, look] = useState('');
  const mappings = useResource<ListPage<MappingInfo>>('/mappings');
  return (
    <Page title={say('title')} lead={say('lead')}>
      <div>
        <div className="filters">
          <div>
            <label htmlFor="mapping-words">{say('search')}</label>
            <Input.Search id="mapping-words" allowClear style={{ width: 300 }} value={words} onChange={(event) => look(event.target.value)} />
          </div>
        </div>
        <Card flush>
          <Shown of={mappings} lines={8}>
            {({ items }) => {
              const shown = items.filter((mapping) => `${mapping.name} ${mapping.flows.join(' ')}`.toLowerCase().includes(words.toLowerCase()));
              return shown.length ? (
                <Table
                  caption={say('title')}
                  rows={shown}
                  keyOf={(mapping) => mapping.path}
                  columns={[
                    { name: say('mapping'), title: true, width: '40%', cell: (mapping) => <RowLink to={`/mappings/${seg(mapping.name)}`} sub={<code>{mapping.path}</code>}>{mapping.name}</RowLink> },
                    { name: say('direction'), cell: (mapping) => say(mapping.direction) },
                    { name: say('flows'), width: '36%', cell: (mapping) => mapping.flows.join(', ') || <span className="muted">{say('unused')}</span> },
                  ]}
                />
              ) : (
                <Empty title={say('none')} />
              );
            }}
          </Shown>
        </Card>
      </div>
    </Page>
  );
}

// The connectors at hand, each with its settings explained.
import { Button, Drawer } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { seg } from '../../api/client';
import type { Page as ListPage, Plugin, PluginDetail } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { inLanguage, resolved } from '../../lib/schemaWords';
import { pick } from '../../lib/texts';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { Table } from '../../parts/Table';
import { Contract, Kept } from './Contract';
import { texts } from './texts';

type Member = { type?: string; title?: string; description?: string; default?: unknown };
type Schema = { properties?: Record<string, Member>; required?: string[] };

function Detail({ id, changed }: { id: string; changed: () => void }) {
  const say = useSay(texts);
  const { language, may } = useSession();
  const go = useNavigate();
  const plugin = useResource<PluginDetail>(`/plugins/${seg(id)}`);
  return (
    <Shown of={plugin}>
      {(data) => {
        const schema = inLanguage(data.schema, language) as Schema;
        const members = Object.entries(schema.properties ?? {}).map(([name, member]): [string, Member] => [name, resolved(schema, member)]);
        return (
          <div className="stack">
            <p>{pick(language, data.about)}</p>
            <dl className="facts">
              <dt>{say('vendor')}</dt>
              <dd>{data.vendor}</dd>
              <dt>{say('file')}</dt>
              <dd>
                <code>{data.file}</code>
              </dd>
            </dl>
            {may('administer') && <Button onClick={() => go(`/systems/new?connector=${seg(id)}`)}>{say('use')}</Button>}
            {!data.problem && (
              <Contract
                key={data.id}
                plugin={data}
                changed={() => {
                  plugin.reload();
                  changed();
                }}
              />
            )}
            <div className="card">
              <Table
                caption={say('settings')}
                rows={members}
                keyOf={([name]) => name}
                columns={[
                  { name: say('member'), title: true, width: '34%', cell: ([name, member]) => <><span className="strong">{member.title || name}</span><span className="sub"><code>{name}</code>{schema.required?.includes(name) && ` · ${say('required')}`}</span></> },
                  { name: say('meaning'), cell: ([, member]) => member.description },
                  { name: say('default'), cell: ([, member]) => member.default !== undefined && <code>{JSON.stringify(member.default)}</code> },
                ]}
              />
            </div>
          </div>
        );
      }}
    </Shown>
  );
}

export default function Plugins() {
  const say = useSay(texts);
  const { language } = useSession();
  const [query, setQuery] = useSearchParams();
  const open = query.get('of');
  const plugins = useResource<ListPage<Plugin>>('/plugins');
  const roles = { read: say('read'), write: say('write'), receive: say('receive'), call: say('call') } as Record<string, string>;
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Card flush>
        <Shown of={plugins} lines={8}>
          {({ items }) =>
            items.length ? (
              <Table
                caption={say('title')}
                rows={items}
                keyOf={(plugin) => plugin.id}
                columns={[
                  { name: say('plugin'), title: true, width: '40%', cell: (plugin) => <><Link className="row" to={`?of=${seg(plugin.id)}`}>{pick(language, plugin.label)}</Link><span className="sub"><code>{plugin.id}</code> · {pick(language, plugin.about)}</span>{plugin.problem && <span className="status" data-tone="bad">{say('problem')}: {plugin.problem}</span>}</> },
                  { name: say('version'), cell: (plugin) => plugin.version },
                  { name: say('contract'), cell: (plugin) => !plugin.problem && <Kept plugin={plugin} /> },
                  { name: say('roles'), cell: (plugin) => plugin.roles.map((role) => roles[role] ?? role).join(', ') },
                  { name: say('systems'), width: '28%', cell: (plugin) => plugin.systems.length ? plugin.systems.join(', ') : <span className="muted">{say('unused')}</span> },
                ]}
              />
            ) : (
              <Empty title={say('none')} />
            )
          }
        </Shown>
      </Card>
      <Drawer open={open !== null} onClose={() => setQuery({})} width="min(720px, 100vw)" title={pick(language, plugins.data?.items.find((plugin) => plugin.id === open)?.label) || open}>
        {open && <Detail id={open} changed={plugins.reload} />}
      </Drawer>
    </Page>
  );
}

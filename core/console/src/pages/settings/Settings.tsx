// Settings as the YAML files that they are, and what became of them when.
import { Input, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Page as ListPage, SettingsFile, SettingsState } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay } from '../../app/session';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { FileEditor } from './FileEditor';
import { History } from './History';
import { texts } from './texts';

const kinds = ['hub', 'system', 'flow', 'mapping', 'model', 'reference', 'summary', 'identity', 'report', 'signer', 'other'] as const;


function Files({ files, open, choose }: { files: SettingsFile[]; open: string | null; choose: (path: string) => void }) {
  const say = useSay(texts);
  const [words, look] = useState('');
  const shown = files.filter((file) => file.path.toLowerCase().includes(words.toLowerCase()));
  return (
    <nav className="card files" aria-label={say('files')}>
      <div className="find">
        <label className="sr" htmlFor="file-words">{say('search')}</label>
        <Input id="file-words" allowClear placeholder={say('search')} value={words} onChange={(event) => look(event.target.value)} />
      </div>
      {kinds.map((kind) => {
        const its = shown.filter((file) => file.kind === kind);
        if (!its.length) return null;
        return (
          <details key={kind} open={words !== '' || its.some((file) => file.path === open)}>
            <summary>
              {say(kind)} <span className="muted small">{its.length}</span>
            </summary>
            <ul>
              {its.map((file) => (
                <li key={file.path}>
                  <button type="button" aria-current={file.path === open} onClick={() => choose(file.path)}>
                    {file.path.split('/').pop()}
                  </button>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </nav>
  );
}

export default function Settings() {
  const say = useSay(texts);
  const [query, setQuery] = useSearchParams();
  const path = query.get('file');
  const view = query.get('view') === 'history' ? 'history' : 'files';
  const files = useResource<ListPage<SettingsFile>>('/settings');
  const state = useResource<SettingsState>('/settings/state');
  const refused = state.data?.refused;
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      acts={<Segmented value={view} options={[{ value: 'files', label: say('files') }, { value: 'history', label: say('history') }]} onChange={(next) => setQuery(next === 'history' ? { view: 'history' } : {})} />}
    >
      {refused && (
        <div className="note" role="alert">
          {say('refused')}
          <ul>
            {refused.violations.map((each, i) => (
              <li key={i} className="small">
                <code>{each.file}</code> {say('line', { n: each.line })}: {each.message}
              </li>
            ))}
          </ul>
        </div>
      )}
      {view === 'history' ? (
        <History />
      ) : (
        <Shown of={files} lines={10}>
          {({ items }) => (
            <div className="settings">
              <Files files={items} open={path} choose={(file) => setQuery({ file })} />
              {path ? <FileEditor key={path} path={path} written={() => { files.reload(); state.reload(); }} /> : <Card><Empty title={say('choose')}>{say('choose_lead')}</Empty></Card>}
            </div>
          )}
        </Shown>
      )}
    </Page>
  );
}

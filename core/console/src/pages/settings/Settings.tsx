// Settings as the YAML files that they are, and what became of them when.
import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Page as ListPage, SettingsFile, SettingsState } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { FileEditor, NewFile } from './FileEditor';
import { History } from './History';
import { NewFileDialog } from './NewFileDialog';
import { texts } from './texts';

// Every kind there is, in this order.
const kinds = Object.keys({
  hub: 0, system: 0, flow: 0, mapping: 0, model: 0, reference: 0, summary: 0, identity: 0, report: 0, retention: 0, qr: 0, signer: 0,
} satisfies Record<SettingsFile['kind'], 0>) as SettingsFile['kind'][];

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
  const { may } = useSession();
  const [adding, add] = useState(false);
  const path = query.get('file');
  const fresh = query.get('new');
  const view = query.get('view') === 'history' ? 'history' : 'files';
  const files = useResource<ListPage<SettingsFile>>('/settings');
  const state = useResource<SettingsState>('/settings/state');
  const refused = state.data?.refused;
  const written = () => {
    files.reload();
    state.reload();
  };
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      acts={
        <>
          <Segmented value={view} options={[{ value: 'files', label: say('files') }, { value: 'history', label: say('history') }]} onChange={(next) => setQuery(next === 'history' ? { view: 'history' } : {})} />
          {may('administer') && <Button icon={<PlusOutlined />} onClick={() => add(true)}>{say('add_file')}</Button>}
        </>
      }
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
              {fresh ? (
                <NewFile key={fresh} path={fresh} written={() => { written(); setQuery({ file: fresh }, { replace: true }); }} />
              ) : path ? (
                <FileEditor key={path} path={path} written={written} gone={() => { written(); setQuery({}, { replace: true }); }} />
              ) : (
                <Card><Empty title={say('choose')}>{say('choose_lead')}</Empty></Card>
              )}
            </div>
          )}
        </Shown>
      )}
      <NewFileDialog open={adding} close={() => add(false)} chosen={(name) => setQuery({ new: name })} />
    </Page>
  );
}

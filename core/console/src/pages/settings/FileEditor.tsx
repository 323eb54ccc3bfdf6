// One file: edited, checked with all others as one types, compared, saved.
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { ask, post, type Problem, quoted, seg, type Violation, withQuery } from '../../api/client';
import type { SettingsText } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { Diff } from '../../parts/Diff';
import { Card } from '../../parts/Page';
import { asProblem, ReasonDialog } from '../../parts/ReasonDialog';
import { Shown } from '../../parts/Shown';
import { Trouble } from '../../parts/Trouble';
import { Waiting } from '../../parts/Waiting';
import { texts } from './texts';

const Editor = lazy(() => import('../../parts/Editor'));
const rest = 500;

// The faults of the whole configuration with this text in place, a moment after the last key.
function useCheck(path: string, text: string, changed: boolean): { faults: Violation[] | null; problem: Problem | null } {
  const { may } = useSession();
  const wanted = changed && may('administer');
  const [faults, setFaults] = useState<Violation[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    setFaults(null);
    setProblem(null);
    if (!wanted) return;
    let dropped = false;
    const timer = setTimeout(() => {
      post<{ violations: Violation[] }>('/settings/check', { path, text })
        .then(({ violations }) => !dropped && setFaults(violations))
        .catch((error: unknown) => !dropped && setProblem(asProblem(error)));
    }, rest);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [path, text, wanted]);
  return { faults, problem };
}

function Faults({ faults, path }: { faults: Violation[]; path: string }) {
  const say = useSay(texts);
  if (!faults.length) return <p className="note" data-tone="good" role="status">{say('good')}</p>;
  return (
    <div className="note" role="status">
      <strong>{say('faults', { n: faults.length })}</strong>
      <ul>
        {faults.slice(0, 20).map((fault, i) => (
          <li key={i}>
            {fault.file !== path && <code>{fault.file}</code>} {fault.line ? `${say('line', { n: fault.line })}: ` : ''}
            {fault.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

// A file as the hub has it; without an etag it is not there yet.
type Text = Pick<SettingsText, 'path' | 'text'> & { etag: string | null };
type Given = { file: Text; draft?: string; written: () => void; gone?: () => void };

function Loaded({ file, draft, written, gone }: Given) {
  const say = useSay(texts);
  const { may } = useSession();
  const [text, setText] = useState(draft ?? file.text);
  const [dialog, setDialog] = useState<'save' | 'remove' | null>(null);
  const changed = text !== file.text;
  const { faults, problem } = useCheck(file.path, text, changed);
  const at = `/settings/files/${seg(file.path)}`;
  const marks = (faults ?? []).filter((fault) => fault.file === file.path).map(({ line, message }) => ({ line: line ?? 1, message }));
  const write = async (reason: string) => {
    await ask(at, { method: 'PUT', body: { text, reason }, headers: file.etag === null ? { 'If-None-Match': '*' } : { 'If-Match': quoted(file.etag) } });
    written();
  };
  const remove = async (reason: string) => {
    await ask(withQuery(at, { reason }), { method: 'DELETE', headers: { 'If-Match': quoted(file.etag ?? '') } });
    gone?.();
  };
  return (
    <Card
      title={<><code>{file.path}</code>{file.etag === null && <span className="muted small"> · {say('new_file')}</span>}</>}
      more={
        changed ? (
          <span style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
            <span className="status small" data-tone="warn">{say('not_saved')}</span>
            <Button size="small" onClick={() => setText(file.text)}>{say('revert')}</Button>
            <Button size="small" type="primary" disabled={!faults || faults.length > 0} onClick={() => setDialog('save')}>{say('save')}</Button>
          </span>
        ) : (
          gone && may('administer') && <Button size="small" danger type="text" onClick={() => setDialog('remove')}>{say('remove_file')}</Button>
        )
      }
    >
      <div className="stack">
        <Suspense fallback={<Waiting lines={10} />}>
          <Editor name={file.path} language="yaml" height="min(560px, 62vh)" value={text} change={may('administer') ? setText : undefined} marks={marks} />
        </Suspense>
        {problem && <Trouble problem={problem} />}
        {faults && <Faults faults={faults} path={file.path} />}
        {changed && file.etag !== null && (
          <div>
            <h3 className="small muted">{say('difference')}</h3>
            <Diff before={file.text} after={text} />
          </div>
        )}
      </div>
      <ReasonDialog open={dialog === 'save'} close={() => setDialog(null)} title={say('save_title', { path: file.path })} act={say('save')} run={write}>
        <p>{say('save_lead')}</p>
        <Diff before={file.text} after={text} />
      </ReasonDialog>
      <ReasonDialog open={dialog === 'remove'} close={() => setDialog(null)} title={say('remove_title', { path: file.path })} act={say('remove_file')} danger run={remove}>
        <p>{say('remove_lead')}</p>
      </ReasonDialog>
    </Card>
  );
}

export function FileEditor({ path, written, gone }: { path: string; written: () => void; gone: () => void }) {
  const file = useResource<SettingsText>(`/settings/files/${seg(path)}`);
  const done = () => {
    file.reload();
    written();
  };
  return (
    <div>
      <Shown of={file} lines={12}>
        {(data) => <Loaded key={data.etag} file={data} written={done} gone={gone} />}
      </Shown>
    </div>
  );
}

// A file that is not there yet; who leads here may bring what shall stand in it.
export function NewFile({ path, written }: { path: string; written: () => void }) {
  const { state } = useLocation();
  const draft = (state as { draft?: string } | null)?.draft;
  return <Loaded file={{ path, text: '', etag: null }} draft={draft} written={written} />;
}

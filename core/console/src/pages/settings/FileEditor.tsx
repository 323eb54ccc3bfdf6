// One file: edited, checked with all others as one types, compared, saved.
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { ask, post, type Problem, seg, type Violation } from '../../api/client';
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

function Loaded({ file, written }: { file: SettingsText; written: () => void }) {
  const say = useSay(texts);
  const { may } = useSession();
  const [text, setText] = useState(file.text);
  const [saving, save] = useState(false);
  const changed = text !== file.text;
  const { faults, problem } = useCheck(file.path, text, changed);
  const marks = (faults ?? []).filter((fault) => fault.file === file.path).map(({ line, message }) => ({ line: line ?? 1, message }));
  const write = async (reason: string) => {
    const etag = file.etag.startsWith('"') ? file.etag : `"${file.etag}"`;
    await ask(`/settings/files/${seg(file.path)}`, { method: 'PUT', body: { text, reason }, headers: { 'If-Match': etag } });
    written();
  };
  return (
    <Card
      title={<code>{file.path}</code>}
      more={
        changed && (
          <span style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
            <span className="status small" data-tone="warn">{say('not_saved')}</span>
            <Button size="small" onClick={() => setText(file.text)}>{say('revert')}</Button>
            <Button size="small" type="primary" disabled={!faults || faults.length > 0} onClick={() => save(true)}>{say('save')}</Button>
          </span>
        )
      }
    >
      <div className="stack">
        <Suspense fallback={<Waiting lines={10} />}>
          <Editor name={file.path} language="yaml" height="min(560px, 62vh)" value={text} change={may('administer') ? setText : undefined} marks={marks} />
        </Suspense>
        {problem && <Trouble problem={problem} />}
        {faults && <Faults faults={faults} path={file.path} />}
        {changed && (
          <div>
            <h3 className="small muted">{say('difference')}</h3>
            <Diff before={file.text} after={text} />
          </div>
        )}
      </div>
      <ReasonDialog open={saving} close={() => save(false)} title={say('save_title', { path: file.path })} act={say('save')} run={write}>
        <p>{say('save_lead')}</p>
        <Diff before={file.text} after={text} />
      </ReasonDialog>
    </Card>
  );
}

export function FileEditor({ path, written }: { path: string; written: () => void }) {
  const file = useResource<SettingsText>(`/settings/files/${seg(path)}`);
  const done = () => {
    file.reload();
    written();
  };
  return (
    <div>
      <Shown of={file} lines={12}>
        {(data) => <Loaded key={data.etag} file={data} written={done} />}
      </Shown>
    </div>
  );
}


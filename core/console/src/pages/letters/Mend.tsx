// A record changed by hand: the original beside it, and what today's mapping says of it.
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { post, type Problem, seg } from '../../api/client';
import type { LetterDetail, Mended } from '../../api/types';
import { useLabel, useSay, useSession } from '../../app/session';
import { Diff } from '../../parts/Diff';
import { Card } from '../../parts/Page';
import { asProblem } from '../../parts/ReasonDialog';
import { Trouble } from '../../parts/Trouble';
import { Waiting } from '../../parts/Waiting';
import { texts } from './texts';

const Editor = lazy(() => import('../../parts/Editor'));

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function fault(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function Verdict({ mended }: { mended: Mended }) {
  const say = useSay(texts);
  const label = useLabel();
  if (mended.outcome === 'mapped') return <p className="note" data-tone="good" role="status">{say('mended_good')}</p>;
  if (mended.outcome === 'filtered') return <p className="note" role="status">{say('mended_filtered')}</p>;
  return (
    <div className="note" role="status">
      {say('mended_bad')}
      <ul>
        {mended.reasons.map((reason, i) => (
          <li key={i}>
            <code>{reason.place}</code> {label(reason.meaning)}: {reason.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Mend({ letter, changed }: { letter: LetterDetail; changed: (letter: LetterDetail) => void }) {
  const say = useSay(texts);
  const { may } = useSession();
  const original = pretty(letter.payload ?? '');
  const [text, setText] = useState(pretty(letter.mended_payload ?? letter.payload ?? ''));
  const [editing, edit] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [mended, setMended] = useState<Mended | null>(null);
  const wrong = fault(text);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await post<Mended>(`/dead-letters/${seg(letter.id)}/mend`, { payload: text });
      setMended(answer);
      edit(false);
      changed({ ...letter, ...answer.letter, payload: letter.payload, mended_payload: text, masked: false });
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <Card
      title={say('payload')}
      more={!editing && may('operate') && letter.state === 'waiting' && letter.direction === 'in' && <Button size="small" onClick={() => edit(true)}>{say('mend')}</Button>}
    >
      {editing ? (
        <div className="stack">
          <p className="muted">{say('mend_lead')}</p>
          <Suspense fallback={<Waiting />}>
            <Editor name={say('payload')} value={text} change={setText} language="json" />
          </Suspense>
          {wrong && <p className="note">{say('not_json', { why: wrong })}</p>}
          {problem && <Trouble problem={problem} />}
          <div style={{ display: 'flex', gap: 8 }}>
            <Button type="primary" onClick={() => void save()} loading={busy} disabled={wrong !== null}>
              {say('save_mend')}
            </Button>
            <Button onClick={() => edit(false)}>{say('cancel')}</Button>
          </div>
        </div>
      ) : (
        <div className="stack">
          {mended && <Verdict mended={mended} />}
          {letter.mended_payload ? (
            <>
              <h3 className="small muted">{say('difference')}</h3>
              <Diff before={original} after={pretty(letter.mended_payload)} />
            </>
          ) : (
            <pre className="text" tabIndex={0} aria-label={say('payload')}>{original}</pre>
          )}
        </div>
      )}
    </Card>
  );
}

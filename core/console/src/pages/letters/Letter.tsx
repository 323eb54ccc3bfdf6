// One dead letter: why it waits, its record for a purpose, mending it, sending it again.
import { EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { ask, post, seg } from '../../api/client';
import { useFlowNames } from '../../api/names';
import type { LetterDetail } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { dateTime } from '../../lib/format';
import { Card, Page } from '../../parts/Page';
import { ReasonDialog } from '../../parts/ReasonDialog';
import { Shown } from '../../parts/Shown';
import { Status } from '../../parts/Status';
import { LetterActions } from './LetterActions';
import { Mend } from './Mend';
import { texts } from './texts';

function Reasons({ letter }: { letter: LetterDetail }) {
  const say = useSay(texts);
  const label = useLabel();
  return (
    <Card title={say('reasons')} flush>
      <ul className="reasons">
        {letter.reasons.map((reason, i) => (
          <li key={i}>
            <h3>{label(reason.meaning)}</h3>
            <p>{reason.message}</p>
            <p className="small muted">
              {reason.field && <code>{reason.field}</code>} {reason.place && <code>{reason.place}</code>}
            </p>
            <p className="todo">{label(reason.action)}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function About({ letter }: { letter: LetterDetail }) {
  const say = useSay(texts);
  const flowName = useFlowNames();
  const words = { mended: say('ev_mended'), dismissed: say('ev_dismissed'), reopened: say('ev_reopened') };
  return (
    <Card title={say('about')}>
      <dl className="facts">
        <dt>{say('flow')}</dt>
        <dd>{flowName(letter.flow)}</dd>
        <dt>{say('key')}</dt>
        <dd>
          <code>{letter.key}</code>
        </dd>
        <dt>{say('first_seen')}</dt>
        <dd>{dateTime(letter.first_seen)}</dd>
        <dt>{say('last_seen')}</dt>
        <dd>
          {dateTime(letter.last_seen)}, {say('times', { n: letter.times_seen })}
        </dd>
        {letter.closed_reason && (
          <>
            <dt>{say('closed')}</dt>
            <dd>{letter.closed_reason}</dd>
          </>
        )}
      </dl>
      {letter.events.length > 0 && (
        <>
          <h3 className="h2" style={{ marginTop: 16 }}>{say('events')}</h3>
          <ul>
            {letter.events.map((event, i) => (
              <li key={i} style={{ padding: '4px 0' }}>
                <span className="muted">{dateTime(event.at)}</span> <strong>{event.who}</strong> {words[event.act]} {event.note && `“${event.note}”`}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Masked({ letter, show }: { letter: LetterDetail; show: () => void }) {
  const say = useSay(texts);
  const { may } = useSession();
  return (
    <Card title={say('payload')}>
      <p className="muted">{letter.unreadable || say('masked')}</p>
      {may('unmask') ? (
        <Button icon={<EyeOutlined />} style={{ marginTop: 10 }} onClick={show} disabled={letter.unreadable !== ''}>
          {say('unmask')}
        </Button>
      ) : (
        <p className="small muted">{say('no_unmask')}</p>
      )}
    </Card>
  );
}

export default function LetterPage() {
  const { letter: id = '' } = useParams();
  const say = useSay(texts);
  const { may } = useSession();
  const letter = useResource<LetterDetail>(`/dead-letters/${seg(id)}`);
  const [plain, setPlain] = useState<LetterDetail | null>(null); // never kept beyond this page
  const [dialog, setDialog] = useState<'unmask' | 'reopen' | null>(null);
  const state = letter.data?.state;
  const acts =
    may('operate') &&
    (state === 'waiting' ? (
      <LetterActions choice={{ letters: [Number(id)] }} count={1} whole={false} changed={letter.reload} />
    ) : state === 'dismissed' ? (
      <Button onClick={() => setDialog('reopen')}>{say('reopen')}</Button>
    ) : null);
  return (
    <Page title={say('letter', { id })} back={{ to: letter.data ? `/dead-letters/cause/${seg(letter.data.cause)}` : '/dead-letters', name: say('back') }} lead={state && <Status state={state} />} acts={acts}>
      <Shown of={letter} lines={8}>
        {(detail) => (
          <>
            <div className="columns lean">
              <div className="stack">
                <Reasons letter={detail} />
                {plain ? <Mend letter={plain} changed={(next) => { setPlain(next); letter.reload(); }} /> : <Masked letter={detail} show={() => setDialog('unmask')} />}
              </div>
              <About letter={detail} />
            </div>
            <ReasonDialog
              open={dialog === 'unmask'}
              purpose
              close={() => setDialog(null)}
              title={say('unmask_title')}
              act={say('unmask')}
              run={async (purpose) => setPlain((await ask<LetterDetail>(`/dead-letters/${seg(id)}/unmask`, { method: 'POST', body: { purpose } })).body)}
            >
              <p>{say('unmask_lead')}</p>
            </ReasonDialog>
            <ReasonDialog
              open={dialog === 'reopen'}
              close={() => setDialog(null)}
              title={say('reopen_title')}
              act={say('reopen')}
              run={async (note) => {
                await post(`/dead-letters/${seg(id)}/reopen`, { note });
                letter.reload();
              }}
            />
          </>
        )}
      </Shown>
    </Page>
  );
}

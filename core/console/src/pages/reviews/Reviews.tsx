// Questions whether two rows are one person: side by side, why it is asked, and the answer.
import { CheckOutlined, SwapOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { post, seg } from '../../api/client';
import { useSystemNames } from '../../api/names';
import type { Review, SourceRecord } from '../../api/types';
import { usePages } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { value } from '../../lib/format';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { asProblem, ReasonDialog } from '../../parts/ReasonDialog';
import { ShownPages } from '../../parts/Shown';
import { Table } from '../../parts/Table';
import { agreement } from './agreement';
import { levels, texts } from './texts';

type Answer = 'merge' | 'never';
const signed = (bits: number) => `${bits > 0 ? '+' : ''}${bits.toFixed(1)}`;

function Side({ name, source, entity }: { name: string; source: SourceRecord; entity: string }) {
  const say = useSay(texts);
  const systemName = useSystemNames();
  return (
    <div>
      <strong>{name}</strong>
      <span className="sub small muted" style={{ display: 'block' }}>
        {systemName(source.system)} <code>{source.key}</code> {source.row !== null && <Link to={`/records/${seg(entity)}/${source.row}`}>{say('open_record')}</Link>}
      </span>
    </div>
  );
}

function Question({ review }: { review: Review }) {
  const say = useSay(texts);
  const sayLevel = useSay(levels);
  const label = useLabel();
  return (
    <>
      <div className="columns" style={{ padding: '12px 16px 4px' }}>
        <Side name={say('a')} source={review.a} entity={review.entity} />
        <Side name={say('b')} source={review.b} entity={review.entity} />
      </div>
      <Table
        caption={say('question', { id: review.id })}
        rows={review.fields.filter((field) => field.a || field.b)}
        keyOf={(field) => field.field}
        columns={[
          { name: say('field'), title: true, width: '24%', cell: (field) => <span className="muted">{label(field.label) || field.field}</span> },
          { name: say('a'), cell: (field) => value(field.a) || '–' },
          { name: say('b'), cell: (field) => value(field.b) || '–' },
          { name: say('comparison'), cell: (field) => field.a && field.b ? <span className="status small" data-tone={field.same ? 'good' : 'warn'}>{field.same ? <CheckOutlined aria-hidden /> : <SwapOutlined aria-hidden />}{say(field.same ? 'same' : 'differs')}</span> : null },
        ]}
      />
      <details style={{ padding: '8px 16px 14px' }}>
        <summary>{say('weights')}</summary>
        <Table
          caption={say('weights')}
          rows={review.weights}
          keyOf={(weight) => weight.comparison}
          columns={[
            { name: say('comparison'), title: true, cell: (weight) => weight.comparison },
            { name: say('level'), cell: (weight) => agreement(weight.level, sayLevel) },
            { name: say('bits'), end: true, cell: (weight) => <span style={{ color: weight.bits < 0 ? 'var(--bad)' : 'var(--good)' }}>{signed(weight.bits)}</span> },
          ]}
        />
      </details>
    </>
  );
}

export default function Reviews() {
  const say = useSay(texts);
  const { may } = useSession();
  const { message } = App.useApp();
  const reviews = usePages<Review>('/reviews', { limit: 50 });
  const [at, go] = useState(0);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [assigning, assign] = useState(false);
  const [who, setWho] = useState('');
  const review = reviews.items[Math.min(at, reviews.items.length - 1)];

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement || answer || assigning || !may('operate')) return;
      if (event.key === '1') setAnswer('merge');
      else if (event.key === '2') setAnswer('never');
      else if (event.key === 'ArrowDown') go((n) => Math.min(n + 1, reviews.items.length - 1));
      else if (event.key === 'ArrowUp') go((n) => Math.max(n - 1, 0));
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [answer, assigning, may, reviews.items.length]);

  const send = async (body: object) => {
    if (!review) return;
    await post(`/reviews/${review.id}/answer`, body);
    void message.success(say('answered'));
    reviews.reload();
  };
  const give = async () => {
    try {
      await send({ answer: 'assign', to: who.trim() });
      assign(false);
    } catch (error) {
      void message.error(asProblem(error).message);
    }
  };
  return (
    <Page title={say('title')} lead={say('lead')}>
      <ShownPages of={reviews} empty={<Card><Empty good title={say('none')}>{say('none_lead')}</Empty></Card>}>
        {(items) => (
          <div className="reviews">
            <nav className="card" aria-label={say('queue', { n: items.length })}>
              <ul>
                {items.map((each, i) => (
                  <li key={each.id}>
                    <button type="button" aria-current={each === review} onClick={() => go(i)}>
                      {say('question', { id: each.id })}
                      <span className="small muted">{each.assigned_to ? say('assigned', { who: each.assigned_to }) : say('likely', { bits: signed(each.bits) })}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </nav>
            {review && (
              <div>
                <Card
                  title={say('question', { id: review.id })}
                  more={
                    may('operate') && (
                      <span style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
                        <Button onClick={() => assign(true)}>{say('assign')}</Button>
                        <Button onClick={() => setAnswer('never')}>{say('never')}</Button>
                        <Button type="primary" onClick={() => setAnswer('merge')}>
                          {say('merge')}
                        </Button>
                      </span>
                    )
                  }
                  flush
                >
                  <Question review={review} />
                </Card>
                {may('operate') && <p className="keys small muted">{say('keys')}</p>}
              </div>
            )}
          </div>
        )}
      </ShownPages>
      <ReasonDialog open={answer !== null} close={() => setAnswer(null)} title={say(answer === 'never' ? 'never_title' : 'merge_title')} act={say(answer ?? 'merge')} run={(reason) => send({ answer, reason })}>
        <p>{say('merge_lead')}</p>
      </ReasonDialog>
      <Modal open={assigning} title={say('assign')} okText={say('assign')} cancelText={say('cancel')} onCancel={() => assign(false)} onOk={() => void give()} okButtonProps={{ disabled: who.trim().length < 2 }}>
        <label htmlFor="assignee">{say('to')}</label>
        <Input id="assignee" value={who} onChange={(event) => setWho(event.target.value)} />
      </Modal>
    </Page>
  );
}

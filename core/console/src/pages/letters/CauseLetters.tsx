// The letters of one cause: send all again once the remedy is done, or open one.
import { Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { seg } from '../../api/client';
import { useFlowNames } from '../../api/names';

import type { Cause, Letter, Page as ListPage } from '../../api/types';
import { usePages, useResource } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { number, shortTime } from '../../lib/format';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { ShownPages } from '../../parts/Shown';
import { Status } from '../../parts/Status';
import { RowLink, Table } from '../../parts/Table';
import { LetterActions } from './LetterActions';
import { texts } from './texts';

type Filter = 'waiting' | 'dismissed' | 'all';

function Facts({ cause }: { cause: Cause }) {
  const say = useSay(texts);
  const label = useLabel();
  const flowName = useFlowNames();
  return (
    <Card>
      <dl className="facts">
        <dt>{say('action')}</dt>
        <dd className="strong">{label(cause.action)}</dd>
        <dt>{say('who')}</dt>
        <dd>
          {label(cause.who)} ({say(cause.actor === 'hub' ? 'ours' : 'theirs')})
        </dd>
        <dt>{say('flow')}</dt>
        <dd>
          <Link to={`/flows/${seg(cause.flow)}`}>{flowName(cause.flow)}</Link>
        </dd>
        {cause.field && (
          <>
            <dt>{say('field')}</dt>
            <dd>
              <code>{cause.field}</code> {cause.pointer && <code className="muted">{cause.pointer}</code>}
            </dd>
          </>
        )}
        {cause.pattern && (
          <>
            <dt>{say('message')}</dt>
            <dd>{cause.pattern}</dd>
          </>
        )}
      </dl>
    </Card>
  );
}

export default function CauseLetters() {
  const { cause: id = '' } = useParams();
  const say = useSay(texts);
  const label = useLabel();
  const { language, may } = useSession();
  const flowName = useFlowNames();
  const [filter, setFilter] = useState<Filter>('waiting');
  const [chosen, choose] = useState<number[]>([]);
  const causes = useResource<ListPage<Cause>>('/dead-letters/causes', ['letters']);
  const letters = usePages<Letter>('/dead-letters', { cause: id, state: filter });
  const cause = causes.data?.items.find((each) => each.cause === id);
  const changed = () => {
    choose([]);
    letters.reload();
    causes.reload();
  };
  const toggle = (letter: number, on: boolean) => choose((now) => (on ? [...now, letter] : now.filter((each) => each !== letter)));
  const acts = may('operate') && filter === 'waiting' && (
    <LetterActions
      choice={chosen.length ? { letters: chosen } : { cause: id }}
      count={chosen.length || cause?.count || letters.items.length}
      whole={!chosen.length}
      changed={changed}
    />
  );
  return (
    <Page title={cause ? label(cause.meaning) : say('title')} back={{ to: '/dead-letters', name: say('back') }} lead={cause && `${say('count_n', { n: number(cause.count, language) })} · ${flowName(cause.flow)}`} acts={acts}>
      {cause && <Facts cause={cause} />}
      <div>
        <div className="filters">
          <Segmented<Filter>
            value={filter}
            onChange={(next) => {
              choose([]);
              setFilter(next);
            }}
            options={[{ value: 'waiting', label: say('waiting') }, { value: 'dismissed', label: say('dismissed') }, { value: 'all', label: say('all') }]}
          />
          {chosen.length > 0 && <span className="muted">{say('selected', { n: chosen.length })}</span>}
        </div>
        <Card flush>
          <ShownPages of={letters} empty={<Empty good title={say('no_letters')} />}>
            {(items) => (
              <Table
                caption={say('title')}
                rows={items}
                keyOf={(letter) => letter.id}
                more={letters.more}
                loading={letters.loading}
                columns={[
                  may('operate') && filter === 'waiting' && {
                    name: ' ', width: 40, pick: true,
                    cell: (letter: Letter) => <Checkbox className="above" checked={chosen.includes(letter.id)} aria-label={say('choose', { id: letter.id })} onChange={(event) => toggle(letter.id, event.target.checked)} />,
                  },
                  { name: say('record'), title: true, cell: (letter) => <RowLink to={`/dead-letters/${letter.id}`} sub={<code>{letter.key}</code>}>{say('letter', { id: letter.id })}</RowLink> },
                  { name: say('message'), width: '44%', cell: (letter) => <>{letter.reasons[0]?.message} <span className="sub"><code>{letter.reasons[0]?.place}</code></span></> },
                  { name: say('state'), cell: (letter) => <><Status state={letter.state} /> {letter.mended && <span className="sub">{say('mended')}</span>}</> },
                  { name: say('seen'), end: true, cell: (letter) => say('times', { n: letter.times_seen }) },
                  { name: say('last_seen'), cell: (letter) => <span className="nowrap">{shortTime(letter.last_seen)}</span> },
                ]}
              />
            )}
          </ShownPages>
        </Card>
      </div>
    </Page>
  );
}


// A row's values, each with the sources that speak of it and why one of them is believed.
import { CheckOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useSystemNames } from '../../api/names';
import type { RecordDetail, RecordField, Word } from '../../api/types';
import { useLabel, useSay } from '../../app/session';
import { dateTime, value } from '../../lib/format';
import { Table } from '../../parts/Table';
import { texts } from './texts';

function Why({ field }: { field: RecordField }) {
  const say = useSay(texts);
  const systemName = useSystemNames();
  const words: (Word & { won: boolean })[] = [
    ...(field.winner ? [{ ...field.winner, won: true }] : []),
    ...field.losers.map((loser) => ({ ...loser, won: false })),
  ];
  return (
    <div className="stack">
      <p>{words.length === 0 ? say('computed') : words.length === 1 ? say('one_source') : say(field.rule)}.</p>
      {words.length > 0 && (
        <div className="card">
          <Table
            caption={say('why')}
            rows={words}
            keyOf={(word) => `${word.system} ${word.stream} ${word.key}`}
            columns={[
              { name: say('value'), title: true, cell: (word) => <span className={word.won ? 'strong' : 'muted'}>{value(word.value) || '–'}</span> },
              { name: say('source'), cell: (word) => <>{systemName(word.system)}<span className="sub"><code>{word.stream}</code> <code>{word.key}</code></span></> },
              { name: say('as_of'), cell: (word) => dateTime(word.as_of) },
              { name: say('winner'), cell: (word) => word.won ? <span className="status" data-tone="good"><CheckOutlined aria-hidden />{say('winner')}</span> : <span className="muted">{say('loser')}</span> },
            ]}
          />
        </div>
      )}
    </div>
  );
}

export function Values({ record }: { record: RecordDetail }) {
  const say = useSay(texts);
  const label = useLabel();
  const systemName = useSystemNames();
  const [asked, ask] = useState<string | null>(null);
  const fields = record.fields.filter((field) => field.value !== '' || field.winner);
  const open = record.fields.find((field) => field.field === asked);
  const name = (field: RecordField) => label(field.label) || field.field;
  return (
    <>
      <Table
        caption={say('values')}
        rows={fields}
        keyOf={(field) => field.field}
        columns={[
          { name: say('field'), title: true, width: '30%', cell: (field) => <span className="muted">{name(field)}</span> },
          { name: say('value'), cell: (field) => <span className="strong">{value(field.value) || '–'}</span> },
          { name: say('source'), width: '26%', cell: (field) => field.winner ? <>{systemName(field.winner.system)}{field.losers.length > 0 && <span className="sub">{say('sources_n', { n: field.losers.length + 1 })}</span>}</> : <span className="muted">{say('computed')}</span> },
          { name: say('why'), cell: (field) => <Button size="small" type="text" icon={<QuestionCircleOutlined />} aria-label={say('why_of', { field: name(field) })} onClick={() => ask(field.field)}>{say('why')}</Button> },
        ]}
      />
      <Drawer open={open !== undefined} onClose={() => ask(null)} width="min(680px, 100vw)" title={open && say('why_of', { field: name(open) })}>
        {open && <Why field={open} />}
      </Drawer>
    </>
  );
}

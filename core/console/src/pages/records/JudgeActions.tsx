// A person's judgement of who is who: merge, split, never merge.
import { App, Button, Dropdown, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { get, post, seg } from '../../api/client';
import { useSystemNames } from '../../api/names';
import type { Judgement, RecordDetail } from '../../api/types';
import { useSay, useSession } from '../../app/session';
import { ReasonDialog } from '../../parts/ReasonDialog';
import { texts } from './texts';

type Act = 'merge' | 'split' | 'never';
const words = {
  merge: { title: 'merge_title', lead: 'merge_lead', field: 'other' },
  split: { title: 'split_title', lead: 'split_lead', field: 'source_key' },
  never: { title: 'never_title', lead: 'never_lead', field: 'other' },
} as const;

// Of two rows that became one, that which there still is.
async function standing(entity: string, rows: (number | null | undefined)[]): Promise<number | null> {
  for (const row of rows)
    if (row && (await get(`/records/${seg(entity)}/${row}`).then(() => true, () => false))) return row;
  return null;
}

export function JudgeActions({ record, changed }: { record: RecordDetail; changed: () => void }) {
  const say = useSay(texts);
  const { may } = useSession();
  const { message } = App.useApp();
  const go = useNavigate();
  const systemName = useSystemNames();
  const [act, setAct] = useState<Act>('merge');
  const [open, setOpen] = useState(false);
  const [given, give] = useState('');
  if (!may('operate')) return null;
  const show = (next: Act) => {
    setAct(next);
    give('');
    setOpen(true);
  };
  // Each source record once, by the words that it says.
  const sources = [...new Map(record.fields.flatMap((field) => [field.winner, ...field.losers]).flatMap((word) => (word ? [[`${word.system} ${word.stream} ${word.key}`, word] as const] : [])))];
  const run = async (reason: string) => {
    const source = sources.find(([name]) => name === given)?.[1];
    const body = act === 'split' ? { system: source?.system, stream: source?.stream, key: source?.key, reason } : { other: given.trim(), reason };
    const { a, b } = await post<Judgement>(`/records/${seg(record.entity)}/${record.id}/${act}`, body);
    void message.success(say('done_merge'));
    const row = await standing(record.entity, [record.id, a?.row, b?.row, Number(given) || null]);
    changed();
    if (row !== null && row !== record.id) go(`/records/${seg(record.entity)}/${row}`, { replace: true });
  };
  // Whole keys are seen only unmasked.
  const menu = (['merge', 'split', 'never'] as const).map((key) => ({ key, label: say(key === 'split' && record.masked ? 'split_masked' : key), disabled: key === 'split' && record.masked }));
  return (
    <>
      <Dropdown menu={{ items: menu, onClick: ({ key }) => show(key as Act) }} trigger={['click']}>
        <Button>
          {say('merge')} / {say('split')}
        </Button>
      </Dropdown>
      <ReasonDialog open={open} close={() => setOpen(false)} title={say(words[act].title)} act={say(act)} run={run}>
        <p>{say(words[act].lead)}</p>
        <div className="field">
          <label htmlFor="judged">{say(words[act].field)}</label>
          {act === 'split' ? (
            <Select id="judged" style={{ width: '100%' }} value={given || undefined} onChange={give} options={sources.map(([value, word]) => ({ value, label: `${systemName(word.system)} · ${word.stream} ${word.key}` }))} />
          ) : (
            <Input id="judged" value={given} onChange={(event) => give(event.target.value)} />
          )}
        </div>
      </ReasonDialog>
    </>
  );
}

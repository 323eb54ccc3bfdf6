// What happened around a row, the latest first: who spoke of it, what persons judged, what was sent.
import { InboxOutlined, MergeOutlined, SendOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { post, seg } from '../../api/client';
import { useSystemNames } from '../../api/names';
import type { Judgement, Moment, RecordDetail } from '../../api/types';
import { usePages } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { dateTime } from '../../lib/format';
import { Empty } from '../../parts/Empty';
import { ReasonDialog } from '../../parts/ReasonDialog';
import { ShownPages } from '../../parts/Shown';
import { texts } from './texts';

const icons = { heard: InboxOutlined, judged: MergeOutlined, disclosed: SendOutlined } as const;

function useWords(): (moment: Moment) => string {
  const say = useSay(texts);
  const systemName = useSystemNames();
  return ({ what, system, note, judgement }) =>
    what === 'judged' && judgement ? say(`judged_${judgement.saying}`, { who: judgement.by, reason: judgement.reason, n: judgement.undone ?? '' }) : say(what === 'disclosed' ? 'disclosed' : 'heard', { system: systemName(system), note });
}

export function Timeline({ record, changed }: { record: RecordDetail; changed: () => void }) {
  const say = useSay(texts);
  const { may } = useSession();
  const { message } = App.useApp();
  const words = useWords();
  const [undoing, undo] = useState<Judgement | null>(null);
  const moments = usePages<Moment>(`/records/${seg(record.entity)}/${record.id}/timeline`);
  return (
    <>
      <ShownPages of={moments} empty={<Empty title={say('no_timeline')} />}>
        {(items) => (
          <ol className="timeline">
            {items.map((moment, i) => {
              const Icon = icons[moment.what];
              return (
                <li key={i}>
                  <span className="dot" aria-hidden>
                    <Icon />
                  </span>
                  <span className="muted nowrap">{dateTime(moment.at)}</span>
                  <span>
                    {words(moment)} {moment.judgement?.stands && moment.judgement.saying !== 'undo' && may('operate') && <Button size="small" onClick={() => undo(moment.judgement)}>{say('undo')}</Button>}
                    <span className="small muted" style={{ display: 'block' }}>
                      {moment.stream && <code>{moment.stream}</code>} {moment.key && <code>{moment.key}</code>} {moment.fields.join(', ')}
                    </span>
                  </span>
                </li>
              );
            })}
          </ol>
        )}
      </ShownPages>
      {moments.more && <Button size="small" onClick={moments.more}>…</Button>}
      <ReasonDialog
        open={undoing !== null}
        close={() => undo(null)}
        title={say('undo')}
        act={say('undo')}
        run={async (reason) => {
          await post(`/judgements/${undoing?.id}/undo`, { reason });
          void message.success(say('done_merge'));
          moments.reload();
          changed();
        }}
      />
    </>
  );
}

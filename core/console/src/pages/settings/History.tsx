// What became of the files when, by whom and why; each change with its difference, and undone.
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { post } from '../../api/client';
import type { SettingsChange, SettingsChangeDetail } from '../../api/types';
import { usePages, useResource } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { dateTime } from '../../lib/format';
import { Diff } from '../../parts/Diff';
import { Empty } from '../../parts/Empty';
import { Card } from '../../parts/Page';
import { ReasonDialog } from '../../parts/ReasonDialog';
import { Shown, ShownPages } from '../../parts/Shown';
import { Table } from '../../parts/Table';
import { texts } from './texts';

const kinds = { write: 'write', add: 'add', remove: 'remove', undo: 'undo_kind', outside: 'outside' } as const;

export function History() {
  const say = useSay(texts);
  const { may } = useSession();
  const changes = usePages<SettingsChange>('/settings/changes');
  const [open, setOpen] = useState<number | null>(null);
  const [undoing, undo] = useState(false);
  const change = useResource<SettingsChangeDetail>(open === null ? null : `/settings/changes/${open}`);
  return (
    <Card flush>
      <ShownPages of={changes} empty={<Empty title={say('no_changes')}>{say('no_changes_lead')}</Empty>}>
        {(items) => (
          <Table
            caption={say('history')}
            rows={items}
            keyOf={(each) => each.id}
            more={changes.more}
            loading={changes.loading}
            columns={[
              { name: say('path'), title: true, width: '34%', cell: (each) => <code>{each.path}</code> },
              { name: say('at'), cell: (each) => <span className="nowrap">{dateTime(each.at)}</span> },
              { name: say('who'), cell: (each) => each.who },
              { name: say('kind'), cell: (each) => say(kinds[each.kind]) },
              { name: say('reason'), width: '26%', cell: (each) => each.reason },
              { name: ' ', end: true, cell: (each) => <Button size="small" aria-label={`${say('see')} ${say('change', { id: each.id })}`} onClick={() => setOpen(each.id)}>{say('see')}</Button> },
            ]}
          />
        )}
      </ShownPages>
      <Drawer
        open={open !== null}
        onClose={() => setOpen(null)}
        width="min(860px, 100vw)"
        title={say('change', { id: open ?? '' })}
        extra={may('administer') && <Button onClick={() => undo(true)}>{say('undo')}</Button>}
      >
        {open !== null && (
          <Shown of={change}>
            {(data) => (
              <div className="stack">
                <p>
                  <code>{data.path}</code>
                </p>
                <p className="muted">
                  {data.who} · {dateTime(data.at)} · {data.reason}
                </p>
                <Diff before={data.before ?? ''} after={data.after ?? ''} />
              </div>
            )}
          </Shown>
        )}
      </Drawer>
      <ReasonDialog
        open={undoing}
        close={() => undo(false)}
        title={say('undo_title', { id: open ?? '' })}
        act={say('undo')}
        run={async (reason) => {
          await post(`/settings/changes/${open}/undo`, { reason });
          setOpen(null);
          changes.reload();
        }}
      />
    </Card>
  );
}

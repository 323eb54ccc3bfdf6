// Some records of a stream as the partner sends them.
import { Drawer } from 'antd';
import { seg } from '../../api/client';
import { useResource } from '../../api/useResource';
import { useSay } from '../../app/session';
import { Empty } from '../../parts/Empty';
import { Shown } from '../../parts/Shown';
import { texts } from './texts';

type Records = { items?: unknown[]; records?: unknown[] };

export function Sample({ system, stream, close }: { system: string; stream: string | null; close: () => void }) {
  const say = useSay(texts);
  const sample = useResource<Records>(stream === null ? null : `/systems/${seg(system)}/streams/${seg(stream)}/sample?limit=5`);
  return (
    <Drawer open={stream !== null} onClose={close} width="min(680px, 100vw)" title={say('sample_of', { stream: stream ?? '' })}>
      <div className="stack">
        <p className="muted">{say('sample_lead')}</p>
        {stream !== null && (
          <Shown of={sample}>
            {(data) => {
              const records = data.items ?? data.records ?? [];
              return records.length ? (
                <>
                  {records.map((record, i) => (
                    <pre className="text" key={i} tabIndex={0}>
                      {JSON.stringify(record, null, 2)}
                    </pre>
                  ))}
                </>
              ) : (
                <Empty title={say('no_sample')} />
              );
            }}
          </Shown>
        )}
      </div>
    </Drawer>
  );
}

// A mapping's file beside its examples, which are tried again as one types.
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router-dom';
import { ask, quoted, seg } from '../../api/client';
import type { MappingDetail } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { Card, Page } from '../../parts/Page';
import { ReasonDialog } from '../../parts/ReasonDialog';
import { Shown } from '../../parts/Shown';
import { Waiting } from '../../parts/Waiting';
import { Examples } from './Examples';
import { texts } from './texts';
import { useTrial } from './useTrial';

const Editor = lazy(() => import('../../parts/Editor'));

function Workbench({ mapping, reload }: { mapping: MappingDetail; reload: () => void }) {
  const say = useSay(texts);
  const { may } = useSession();
  const [text, setText] = useState(mapping.text);
  const [saving, save] = useState(false);
  const changed = text !== mapping.text;
  const { trial, trying } = useTrial(mapping, text);
  const marks = trial.violations.filter((each) => mapping.path.endsWith(each.file) || each.file.endsWith(mapping.path)).map(({ line, message }) => ({ line, message }));
  const sound = trial.violations.length === 0 && trial.results.every((example) => example.passed);
  const write = async (reason: string) => {
    await ask(`/settings/files/${seg(mapping.path)}`, { method: 'PUT', body: { text, reason }, headers: { 'If-Match': quoted(mapping.etag) } });
    reload();
  };
  return (
    <div className="columns">
      <Card
        title={say('text')}
        more={
          changed && (
            <span style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
              <span className="status small" data-tone="warn">{say('not_saved')}</span>
              <Button size="small" onClick={() => setText(mapping.text)}>{say('revert')}</Button>
              {may('administer') && <Button size="small" type="primary" disabled={!sound || trying} onClick={() => save(true)}>{say('save')}</Button>}
            </span>
          )
        }
      >
        <Suspense fallback={<Waiting lines={10} />}>
          <Editor name={say('text')} language="yaml" height="min(640px, 70vh)" value={text} change={setText} marks={marks} />
        </Suspense>
        {!may('administer') && <p className="small muted" style={{ marginTop: 8 }}>{say('read_only')}</p>}
      </Card>
      <Examples trial={trial} trying={trying} />
      <ReasonDialog open={saving} close={() => save(false)} title={say('save_title')} act={say('save')} run={write}>
        <p>{say('save_lead')}</p>
      </ReasonDialog>
    </div>
  );
}

export default function MappingPage() {
  const { mapping: name = '' } = useParams();
  const say = useSay(texts);
  const mapping = useResource<MappingDetail>(`/mappings/${seg(name)}`);
  return (
    <Page title={name} back={{ to: '/mappings', name: say('back') }} lead={mapping.data && <code>{mapping.data.path}</code>}>
      <Shown of={mapping} lines={12}>
        {(data) => <Workbench key={data.etag} mapping={data} reload={mapping.reload} />}
      </Shown>
    </Page>
  );
}

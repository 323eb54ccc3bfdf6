// What one may do with a flow: run it, try it dry, let it rest.
import { CaretRightOutlined, ExperimentOutlined, PauseOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Drawer, Modal } from 'antd';
import { useState } from 'react';
import { post, type Problem, seg } from '../../api/client';
import type { FlowDetail, Job } from '../../api/types';
import { useSay, useSession } from '../../app/session';
import { JobProgress } from '../../parts/Job';
import { asProblem, ReasonDialog } from '../../parts/ReasonDialog';
import { Trouble } from '../../parts/Trouble';
import { DryRunResult } from './DryRunResult';
import { texts } from './texts';

type Open = 'run' | 'pause' | 'dry' | null;

export function FlowActions({ flow, changed }: { flow: FlowDetail; changed: () => void }) {
  const say = useSay(texts);
  const { may } = useSession();
  const { message } = App.useApp();
  const [open, setOpen] = useState<Open>(null);
  const [fromStart, setFromStart] = useState(false);
  const [job, setJob] = useState<Job | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!may('operate')) return null;
  const path = `/flows/${seg(flow.name)}`;

  const begin = async (what: 'run' | 'dry-run', body?: object) => {
    setProblem(null);
    setJob(null);
    try {
      setJob(await post<Job>(`${path}/${what}`, body));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const resume = async () => {
    try {
      await post(`${path}/resume`);
      void message.success(say('resumed'));
    } catch (error) {
      void message.error(asProblem(error).message);
    }
    changed();
  };
  const show = (what: Open) => {
    setJob(null);
    setProblem(null);
    setOpen(what);
  };
  return (
    <>
      {flow.health === 'paused' ? (
        <Button onClick={() => void resume()} icon={<CaretRightOutlined />}>
          {say('resume')}
        </Button>
      ) : (
        <Button onClick={() => show('pause')} icon={<PauseOutlined />} disabled={flow.health === 'off'}>
          {say('pause')}
        </Button>
      )}
      <Button
        icon={<ExperimentOutlined />}
        disabled={flow.health === 'off'}
        onClick={() => {
          show('dry');
          void begin('dry-run');
        }}
      >
        {say('dry_run')}
      </Button>
      <Button type="primary" icon={<CaretRightOutlined />} disabled={flow.health === 'off'} onClick={() => show('run')}>
        {say('run_now')}
      </Button>
      <ReasonDialog
        open={open === 'pause'}
        close={() => setOpen(null)}
        title={say('pause_title')}
        act={say('pause')}
        run={async (reason) => {
          await post(`${path}/pause`, { reason });
          changed();
        }}
      >
        <p>{say('pause_lead')}</p>
      </ReasonDialog>
      <Modal
        open={open === 'run'}
        title={say('run_title')}
        onCancel={() => setOpen(null)}
        cancelText={say(job ? 'close' : 'cancel')}
        okText={say('run_now')}
        okButtonProps={{ disabled: job !== null }}
        onOk={() => void begin('run', { from_the_start: fromStart })}
      >
        <div className="stack">
          <p>{say('run_lead')}</p>
          {flow.direction === 'in' && (
            <Checkbox checked={fromStart} onChange={(event) => setFromStart(event.target.checked)} disabled={job !== null}>
              {say('from_start')}
            </Checkbox>
          )}
          {problem && <Trouble problem={problem} />}
          {job && <JobProgress id={job.id} ended={changed} />}
        </div>
      </Modal>
      <Drawer open={open === 'dry'} onClose={() => setOpen(null)} width="min(760px, 100vw)" title={say('dry_title')}>
        <div className="stack">
          <p className="muted">{say('dry_lead')}</p>
          {problem && <Trouble problem={problem} />}
          {job && <DryRunResult job={job.id} flow={flow} />}
        </div>
      </Drawer>
    </>
  );
}

// Sending letters again, with progress, or deciding that they are not needed.
import { RedoOutlined, StopOutlined } from '@ant-design/icons';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { post, type Problem } from '../../api/client';
import type { Job } from '../../api/types';
import { useSay, useSession } from '../../app/session';
import { number } from '../../lib/format';
import { JobProgress } from '../../parts/Job';
import { asProblem, ReasonDialog } from '../../parts/ReasonDialog';
import { Trouble } from '../../parts/Trouble';
import { texts } from './texts';

type Choice = { letters: number[] } | { cause: string };
type Given = { choice: Choice; count: number; whole: boolean; changed: () => void };

export function LetterActions({ choice, count, whole, changed }: Given) {
  const say = useSay(texts);
  const { language } = useSession();
  const { message } = App.useApp();
  const [open, setOpen] = useState<'replay' | 'dismiss' | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const n = number(count, language);
  const show = (what: 'replay' | 'dismiss') => {
    setJob(null);
    setProblem(null);
    setOpen(what);
  };
  const replay = async () => {
    setProblem(null);
    try {
      setJob(await post<Job>('/dead-letters/replay', choice));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const close = () => {
    setOpen(null);
    if (job) changed();
  };
  return (
    <>
      <Button icon={<StopOutlined />} onClick={() => show('dismiss')} disabled={!count}>
        {say(whole ? 'dismiss_all' : 'dismiss')}
      </Button>
      <Button type="primary" icon={<RedoOutlined />} onClick={() => show('replay')} disabled={!count}>
        {say(whole ? 'replay_all' : 'replay')}
      </Button>
      <Modal
        open={open === 'replay'}
        title={say('replay_title', { n })}
        onCancel={close}
        onOk={() => void replay()}
        okText={say('replay')}
        cancelText={say(job ? 'close' : 'cancel')}
        okButtonProps={{ disabled: job !== null }}
      >
        <div className="stack">
          <p>{say('replay_lead')}</p>
          {problem && <Trouble problem={problem} />}
          {job && <JobProgress id={job.id} />}
        </div>
      </Modal>
      <ReasonDialog
        open={open === 'dismiss'}
        close={() => setOpen(null)}
        title={say('dismiss_title', { n })}
        act={say('dismiss')}
        danger
        run={async (reason) => {
          const { dismissed } = await post<{ dismissed: number }>('/dead-letters/dismiss', { ...choice, reason });
          void message.success(say('dismissed_n', { n: number(dismissed, language) }));
          changed();
        }}
      >
        <p>{say('dismiss_lead')}</p>
      </ReasonDialog>
    </>
  );
}

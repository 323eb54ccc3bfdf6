// Doing something for which a reason, or a purpose, is written down.
import { Input, Modal } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { Problem } from '../api/client';
import { useSay } from '../app/session';
import { texts } from './texts';
import { Trouble } from './Trouble';

type Given = {
  open: boolean;
  close: () => void;
  title: string;
  act: string;
  danger?: boolean;
  purpose?: boolean;
  children?: ReactNode;
  run: (reason: string) => Promise<void>;
};
const least = 8;

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, 'failed', '', String(error));
}

export function ReasonDialog({ open, close, title, act, danger, purpose, children, run }: Given) {
  const say = useSay(texts);
  const id = useId();
  const [reason, setReason] = useState('');
  const [short, setShort] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    if (!open) return;
    setReason('');
    setShort(false);
    setProblem(null);
  }, [open]);
  const go = async () => {
    if (reason.trim().length < least) return setShort(true);
    setBusy(true);
    setProblem(null);
    try {
      await run(reason.trim());
      close();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <Modal open={open} onCancel={close} title={title} okText={act} cancelText={say('cancel')} okButtonProps={{ danger, loading: busy }} onOk={() => void go()} destroyOnHidden>
      <div className="stack">
        {children}
        <div className="field">
          <label htmlFor={id}>{say(purpose ? 'purpose' : 'reason')}</label>
          <Input.TextArea id={id} autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} value={reason} status={short ? 'error' : undefined} aria-describedby={`${id}-hint`} onChange={(event) => setReason(event.target.value)} />
          <p id={`${id}-hint`} className="small muted" style={short ? { color: 'var(--bad)' } : undefined}>
            {say(short ? 'reason_short' : purpose ? 'purpose_hint' : 'reason_hint')}
          </p>
        </div>
        {problem && <Trouble problem={problem} />}
      </div>
    </Modal>
  );
}

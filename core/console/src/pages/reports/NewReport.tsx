// A report to be made: of which period, under which number.
import { App, Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { post, type Problem } from '../../api/client';
import type { Report } from '../../api/types';
import { useSay } from '../../app/session';
import { asProblem } from '../../parts/ReasonDialog';
import { Trouble } from '../../parts/Trouble';
import { texts } from './texts';

type Given = { kind: Report['kind']; from?: string; to?: string; number?: string };
const kinds = ['on-demand', 'daily', 'weekly', 'monthly'] as const;

export function NewReport({ open, close, made }: { open: boolean; close: () => void; made: () => void }) {
  const say = useSay(texts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Given>();
  const kind = Form.useWatch('kind', form);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async (given: Given) => {
    setBusy(true);
    setProblem(null);
    try {
      await post<Report>('/reports', Object.fromEntries(Object.entries(given).filter(([, value]) => value)));
      void message.success(say('made_it'));
      form.resetFields();
      close();
      made();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <Modal open={open} title={say('make')} okText={say('make')} cancelText={say('cancel')} onCancel={close} onOk={form.submit} confirmLoading={busy}>
      <Form form={form} layout="vertical" initialValues={{ kind: 'on-demand' }} onFinish={(given) => void make(given)}>
        <Form.Item name="kind" label={say('kind')}>
          <Segmented options={kinds.map((value) => ({ value, label: say(value) }))} />
        </Form.Item>
        <Form.Item name="from" label={say(kind === 'on-demand' ? 'from' : 'any_day')}>
          <Input type="date" />
        </Form.Item>
        {kind === 'on-demand' && (
          <Form.Item name="to" label={say('to')}>
            <Input type="date" />
          </Form.Item>
        )}
        <Form.Item name="number" label={say('number')} extra={say('number_hint')}>
          <Input />
        </Form.Item>
      </Form>
      {problem && <Trouble problem={problem} />}
    </Modal>
  );
}

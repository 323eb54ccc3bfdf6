// Choosing another password.
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Problem, put } from '../api/client';
import { Trouble } from '../parts/Trouble';
import { useSay } from './session';
import { texts } from './texts';

type Given = { present: string; chosen: string; again: string };
const least = 12;

export function PasswordForm({ done, large }: { done: () => void; large?: boolean }) {
  const say = useSay(texts);
  const [form] = Form.useForm<Given>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async ({ present, chosen }: Given) => {
    setBusy(true);
    setProblem(null);
    try {
      await put('/session/password', { present, chosen });
      form.resetFields();
      done();
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, 'failed', '', String(error)));
    }
    setBusy(false);
  };
  const required = { required: true, message: say('required') };
  const size = large ? 'large' : undefined;
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => void change(given)}>
      <Form.Item name="present" label={say('present')} rules={[required]}>
        <Input.Password autoComplete="current-password" size={size} />
      </Form.Item>
      <Form.Item name="chosen" label={say('chosen')} extra={say('chosen_hint')} rules={[required, { min: least, message: say('too_short') }]}>
        <Input.Password autoComplete="new-password" size={size} />
      </Form.Item>
      <Form.Item
        name="again"
        label={say('again')}
        dependencies={['chosen']}
        rules={[
          required,
          ({ getFieldValue }) => ({
            validator: (_, value) => (!value || value === getFieldValue('chosen') ? Promise.resolve() : Promise.reject(new Error(say('differ')))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" size={size} />
      </Form.Item>
      {problem && <Trouble problem={problem} />}
      <Button type="primary" htmlType="submit" size={size} block={large} loading={busy} style={{ marginTop: 12 }}>
        {say('save_password')}
      </Button>
    </Form>
  );
}

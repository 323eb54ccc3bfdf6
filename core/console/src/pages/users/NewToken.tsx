// A token for a program: for whom, what it may, how long.
import { Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { post, type Problem, seg } from '../../api/client';
import type { TokenSecret, User } from '../../api/types';
import { useSay } from '../../app/session';
import { asProblem } from '../../parts/ReasonDialog';
import { chosen } from '../../parts/rules';
import { Trouble } from '../../parts/Trouble';
import { texts } from './texts';

type Given = { user: string; label: string; scopes: string[]; days: number };
const scopes = ['look', 'letters', 'records', 'unmask', 'operate', 'audit', 'administer'] as const;

export function NewToken({ open, users, close, made }: { open: boolean; users: User[]; close: () => void; made: (secret: TokenSecret) => void }) {
  const say = useSay(texts);
  const [form] = Form.useForm<Given>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const add = async ({ user, ...given }: Given) => {
    setProblem(null);
    try {
      const secret = await post<TokenSecret>(`/users/${seg(user)}/tokens`, given);
      form.resetFields();
      close();
      made(secret);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const required = [{ required: true, message: say('required') }];
  return (
    <Modal open={open} title={say('add_token')} onCancel={close} okText={say('add_token')} cancelText={say('cancel')} onOk={form.submit}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ days: 90, scopes: ['look'] }} onFinish={(given) => void add(given)}>
        <Form.Item name="user" label={say('user')} rules={[chosen(say('required'))]}>
          <Select options={users.map((user) => ({ value: user.name, label: `${user.name} (${say(user.role)})` }))} />
        </Form.Item>
        <Form.Item name="label" label={say('label')} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="scopes" label={say('scopes')} rules={[chosen(say('required'))]}>
          <Checkbox.Group options={scopes.map((value) => ({ value, label: say(value) }))} />
        </Form.Item>
        <Form.Item name="days" label={say('days')} rules={required}>
          <InputNumber min={1} max={366} />
        </Form.Item>
      </Form>
      {problem && <Trouble problem={problem} />}
    </Modal>
  );
}

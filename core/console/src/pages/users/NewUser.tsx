// Letting somebody sign in.
import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { post, type Problem } from '../../api/client';
import type { OneTimePassword, Page as ListPage, System, User } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useLabel, useSay } from '../../app/session';
import { asProblem } from '../../parts/ReasonDialog';
import { chosen } from '../../parts/rules';
import { Trouble } from '../../parts/Trouble';
import { texts } from './texts';

type Given = { name: string; role: User['role']; systems?: string[] };
const roles = ['viewer', 'operator', 'administrator', 'auditor', 'vendor'] as const;

export function NewUser({ open, close, made }: { open: boolean; close: () => void; made: (password: OneTimePassword) => void }) {
  const say = useSay(texts);
  const label = useLabel();
  const [form] = Form.useForm<Given>();
  const role = Form.useWatch('role', form);
  const systems = useResource<ListPage<System>>(open ? '/systems' : null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const add = async (given: Given) => {
    setProblem(null);
    try {
      const password = await post<OneTimePassword>('/users', given.role === 'vendor' ? given : { name: given.name, role: given.role });
      form.resetFields();
      close();
      made(password);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const required = [{ required: true, message: say('required') }];
  return (
    <Modal open={open} title={say('add')} onCancel={close} okText={say('add')} cancelText={say('cancel')} onOk={form.submit}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ role: 'viewer' }} onFinish={(given) => void add(given)}>
        <Form.Item name="name" label={say('user')} rules={required}>
          <Input autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item name="role" label={say('role')} extra={role && say(`${role}_may`)}>
          <Select options={roles.map((value) => ({ value, label: say(value) }))} />
        </Form.Item>
        {role === 'vendor' && (
          <Form.Item name="systems" label={say('systems')} rules={[chosen(say('required'))]}>
            <Select mode="multiple" optionFilterProp="label" options={systems.data?.items.map((system) => ({ value: system.name, label: label(system.label) }))} />
          </Form.Item>
        )}
      </Form>
      {problem && <Trouble problem={problem} />}
    </Modal>
  );
}

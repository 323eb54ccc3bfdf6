// Names of secrets, where each is used and where it comes from; never a value.
import { PlusOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { type Problem, put, remove, seg } from '../../api/client';
import type { Page as ListPage, Secret } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay } from '../../app/session';
import { dateTime } from '../../lib/format';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { asProblem } from '../../parts/ReasonDialog';
import { Shown } from '../../parts/Shown';
import { Table } from '../../parts/Table';
import { Trouble } from '../../parts/Trouble';
import { texts } from './texts';

type Given = { name: string; value: string };

function SetSecret({ name, close, done }: { name: string | null; close: () => void; done: () => void }) {
  const say = useSay(texts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Given>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (given: Given) => {
    setProblem(null);
    try {
      await put(`/secrets/${seg(given.name)}`, { value: given.value });
      void message.success(say('saved', { name: given.name }));
      close();
      done();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const required = { required: true, message: say('required') };
  return (
    <Modal open={name !== null} destroyOnHidden title={say(name ? 'change' : 'add')} okText={say('save')} cancelText={say('cancel')} onCancel={close} onOk={form.submit} afterClose={() => setProblem(null)} afterOpenChange={(shown) => shown && name && form.setFieldsValue({ name })}>
      <Form form={form} key={name} layout="vertical" requiredMark={false} preserve={false} initialValues={{ name: name ?? '' }} onFinish={(given) => void save(given)}>
        <Form.Item name="name" label={say('name')} rules={[required, { pattern: /^[a-z][a-z0-9_]*$/, message: say('name_wrong') }]}>
          <Input autoComplete="off" spellCheck={false} disabled={Boolean(name)} />
        </Form.Item>
        <Form.Item name="value" label={say('value')} extra={say('value_hint')} rules={[required]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
      {problem && <Trouble problem={problem} />}
    </Modal>
  );
}

export default function Secrets() {
  const say = useSay(texts);
  const { modal, message } = App.useApp();
  const secrets = useResource<ListPage<Secret>>('/secrets');
  const [name, set] = useState<string | null>(null);
  const drop = (secret: Secret) =>
    modal.confirm({
      title: say('remove_title', { name: secret.name }), content: say('remove_lead'), okText: say('remove'), cancelText: say('cancel'), okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await remove(`/secrets/${seg(secret.name)}`);
          void message.success(say('removed', { name: secret.name }));
        } catch (error) {
          void message.error(asProblem(error).message);
        }
        secrets.reload();
      },
    });
  return (
    <Page title={say('title')} lead={say('lead')} acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => set('')}>{say('add')}</Button>}>
      <Card flush>
        <Shown of={secrets}>
          {({ items }) =>
            items.length ? (
              <Table
                caption={say('title')}
                rows={items}
                keyOf={(secret) => secret.name}
                columns={[
                  { name: say('name'), title: true, width: '28%', cell: (secret) => <code className="strong">{secret.name}</code> },
                  { name: say('used'), width: '26%', cell: (secret) => secret.used_by.join(', ') || <span className="muted">{say('unused')}</span> },
                  { name: say('from'), cell: (secret) => <span className="status" data-tone={secret.from === 'missing' ? 'bad' : secret.from === 'plain' ? 'warn' : 'good'}>{say(secret.from)}</span> },
                  { name: say('set'), cell: (secret) => <span className="nowrap">{dateTime(secret.set)}</span> },
                  { name: say('by'), cell: (secret) => secret.by },
                  { name: say('actions'), end: true, cell: (secret) => <span className="nowrap" style={{ display: 'inline-flex', gap: 6 }}><Button size="small" onClick={() => set(secret.name)}>{say('change')}</Button>{secret.from === 'sealed' && <Button size="small" danger onClick={() => drop(secret)}>{say('remove')}</Button>}</span> },
                ]}
              />
            ) : (
              <Empty title={say('none')}>{say('none_lead')}</Empty>
            )
          }
        </Shown>
      </Card>
      <SetSecret name={name} close={() => set(null)} done={secrets.reload} />
    </Page>
  );
}

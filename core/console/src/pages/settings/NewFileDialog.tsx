// Where a file that is not there yet shall lie.
import { Form, Input, Modal, Select } from 'antd';
import { useSay } from '../../app/session';
import { texts } from './texts';

type Given = { folder: string; name: string };
// Those in which each file is one thing, by what it holds.
const folders = { systems: 'system', flows: 'flow', mappings: 'mapping', model: 'model', reference: 'reference', summaries: 'summary', identity: 'identity' } as const;

export function NewFileDialog({ open, close, chosen }: { open: boolean; close: () => void; chosen: (path: string) => void }) {
  const say = useSay(texts);
  const [form] = Form.useForm<Given>();
  const take = ({ folder, name }: Given) => {
    form.resetFields();
    close();
    chosen(`${folder}/${name}.yaml`);
  };
  return (
    <Modal open={open} title={say('add_file')} okText={say('go_on')} cancelText={say('cancel')} onCancel={close} onOk={form.submit}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ folder: 'flows' }} onFinish={take}>
        <Form.Item name="folder" label={say('kind_of_file')}>
          <Select options={Object.entries(folders).map(([value, kind]) => ({ value, label: `${say(kind)} (${value}/)` }))} />
        </Form.Item>
        <Form.Item name="name" label={say('file_name')} extra={say('file_name_hint')} rules={[{ required: true, pattern: /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/, message: say('file_name_wrong') }]}>
          <Input autoComplete="off" spellCheck={false} addonAfter=".yaml" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

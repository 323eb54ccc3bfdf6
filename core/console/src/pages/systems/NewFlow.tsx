// A flow that reads a stream of this system, as the file that would describe it; it is checked and saved on the page Settings.
import { Form, Input, Modal, Select } from 'antd';
import { useNavigate } from 'react-router-dom';
import { seg } from '../../api/client';
import type { MappingInfo, Page as ListPage, Stream, SystemDetail } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay } from '../../app/session';
import { chosen } from '../../parts/rules';
import { Trouble } from '../../parts/Trouble';
import { texts } from './texts';

type Given = { stream: string; mapping: string; vi: string; en?: string; every: string };
const periods = ['5m', '15m', '1h', '6h', '1d'] as const;

function fileText(system: string, name: string, { stream, mapping, vi, en, every }: Given): string {
  const words = (text: string) => JSON.stringify(text.trim());
  return [
    `flow: ${name}`, `label: {vi: ${words(vi)}, en: ${words(en || vi)}}`, 'direction: in', `system: ${system}`,
    `stream: ${stream}`, `mapping: ${mapping}`, `schedule: {every: ${every}}`, '',
  ].join('\n');
}

export function NewFlow({ system, open, close }: { system: SystemDetail; open: boolean; close: () => void }) {
  const say = useSay(texts);
  const go = useNavigate();
  const [form] = Form.useForm<Given>();
  const streams = useResource<ListPage<Stream>>(open ? `/systems/${seg(system.name)}/streams` : null);
  const mappings = useResource<ListPage<MappingInfo>>(open ? '/mappings' : null);
  const write = (given: Given) => {
    const name = `${system.name}_${given.stream}`.replace(/\W+/g, '_');
    go(`/settings?new=${encodeURIComponent(`flows/${name}.yaml`)}`, { state: { draft: fileText(system.name, name, given) } });
  };
  const required = [{ required: true, message: say('required') }];
  const readable = streams.data?.items.filter((stream) => stream.readable);
  const inward = mappings.data?.items.filter((mapping) => mapping.direction === 'in');
  return (
    <Modal open={open} title={say('add_flow')} okText={say('to_file')} cancelText={say('cancel')} onCancel={close} onOk={form.submit}>
      <p className="muted" style={{ marginBottom: 12 }}>{say('add_flow_lead')}</p>
      {streams.problem && <Trouble problem={streams.problem} retry={streams.reload} />}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ every: '15m' }} onFinish={write}>
        <Form.Item name="stream" label={say('stream')} rules={[chosen(say('required'))]}>
          <Select loading={streams.loading} options={readable?.map((stream) => ({ value: stream.name, label: stream.title && stream.title !== stream.name ? `${stream.name} · ${stream.title}` : stream.name }))} />
        </Form.Item>
        <Form.Item name="mapping" label={say('mapping')} extra={say('mapping_hint')} rules={[chosen(say('required'))]}>
          <Select showSearch loading={mappings.loading} options={inward?.map((mapping) => ({ value: mapping.name, label: mapping.name }))} />
        </Form.Item>
        <Form.Item name="vi" label={say('label_vi')} rules={required}>
          <Input />
        </Form.Item>
        <Form.Item name="en" label={say('label_en')}>
          <Input />
        </Form.Item>
        <Form.Item name="every" label={say('every')}>
          <Select options={periods.map((value) => ({ value, label: say(value) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

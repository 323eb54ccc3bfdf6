// A new partner from a form: a connector, its settings, a test before anything is written.
import { ApiOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Form, Input, Select } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { get, post, type Problem, seg } from '../../api/client';
import type { Page as ListPage, Plugin, PluginDetail, SettingsWritten, SystemTest } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { pick } from '../../lib/texts';
import { Card, Page } from '../../parts/Page';
import { asProblem } from '../../parts/ReasonDialog';
import { Shown } from '../../parts/Shown';
import { Trouble } from '../../parts/Trouble';
import { Waiting } from '../../parts/Waiting';
import { texts } from './texts';

const SchemaForm = lazy(() => import('../../parts/SchemaForm'));
type Given = { system: string; vi: string; en?: string; enabled?: boolean };

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).map(([name, each]) => [name, pruned(each)] as const);
  return Object.fromEntries(kept.filter(([, each]) => each !== undefined && each !== null && !(typeof each === 'object' && !Array.isArray(each) && Object.keys(each).length === 0)));
}

// The hub takes a new configuration a moment after its file is written.
async function taken(system: string): Promise<void> {
  for (let tries = 0; tries < 30; ++tries) {
    const there = await get(`/systems/${seg(system)}`).then(() => true, () => false);
    if (there) return;
    await new Promise((next) => setTimeout(next, 500));
  }
}

function SystemForm({ plugin }: { plugin: PluginDetail }) {
  const say = useSay(texts);
  const go = useNavigate();
  const { message } = App.useApp();
  const [form] = Form.useForm<Given>();
  const [settings, set] = useState<unknown>({});
  const [busy, setBusy] = useState<'test' | 'save' | null>(null);
  const [test, setTest] = useState<SystemTest | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const body = async () => {
    const { system, vi, en, enabled } = await form.validateFields();
    return { system, connector: plugin.id, settings: pruned(settings) ?? {}, label: { vi, en: en || vi }, enabled: enabled ?? false };
  };
  const run = async (what: 'test' | 'save') => {
    setProblem(null);
    setTest(null);
    const given = await body().catch(() => null);
    if (!given) return;
    setBusy(what);
    try {
      // One that is to be saved switched off is reached for the test all the same.
      if (what === 'test') setTest(await post<SystemTest>('/systems/test', { ...given, enabled: true }));
      else {
        const written = await post<SettingsWritten>('/systems', given);
        void message.success(say('saved', { file: written.path }));
        await taken(given.system);
        go(`/systems/${seg(given.system)}`);
      }
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(null);
  };
  const required = { required: true, message: say('required') };
  return (
    <div className="columns lean">
      <Card title={say('fill')}>
        <p className="muted" style={{ marginBottom: 12 }}>{say('secret_hint')}</p>
        <Suspense fallback={<Waiting lines={8} />}>
          <SchemaForm schema={plugin.schema as Record<string, unknown>} value={settings} change={set} />
        </Suspense>
      </Card>
      <Card title={say('about')}>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={() => void run('save')}>
          <Form.Item name="system" label={say('name')} extra={say('name_hint')} rules={[required, { pattern: /^[a-z][a-z0-9_]*$/, message: say('name_wrong') }]}>
            <Input autoComplete="off" spellCheck={false} />
          </Form.Item>
          <Form.Item name="vi" label={say('label_vi')} rules={[required]}>
            <Input />
          </Form.Item>
          <Form.Item name="en" label={say('label_en')}>
            <Input />
          </Form.Item>
          <Form.Item name="enabled" valuePropName="checked">
            <Checkbox>{say('enabled')}</Checkbox>
          </Form.Item>
        </Form>
        <div className="stack">
          {test && (
            <p className="note" data-tone={test.reachable ? 'good' : undefined} role="status">
              <strong>{say(test.reachable ? 'test_good' : 'test_bad')}</strong> {test.message}
            </p>
          )}
          {problem && <Trouble problem={problem} />}
          <div style={{ display: 'flex', gap: 8 }}>
            <Button icon={<ApiOutlined />} loading={busy === 'test'} onClick={() => void run('test')}>
              {say('test')}
            </Button>
            <Button type="primary" loading={busy === 'save'} onClick={() => void run('save')}>
              {say('save')}
            </Button>
          </div>
        </div>
      </Card>
    </div>
  );
}

export default function NewSystem() {
  const say = useSay(texts);
  const { language } = useSession();
  const [query, setQuery] = useSearchParams();
  const chosen = query.get('connector');
  const plugins = useResource<ListPage<Plugin>>('/plugins');
  const plugin = useResource<PluginDetail>(chosen ? `/plugins/${seg(chosen)}` : null);
  return (
    <Page title={say('new_title')} lead={say('new_lead')} back={{ to: '/systems', name: say('back') }}>
      <Card title={say('choose_connector')}>
        <label className="sr" htmlFor="connector">{say('choose_connector')}</label>
        <Select
          id="connector"
          showSearch
          optionFilterProp="label"
          style={{ width: 'min(560px, 100%)' }}
          value={chosen}
          placeholder={say('choose_connector')}
          onChange={(value: string) => setQuery({ connector: value })}
          options={plugins.data?.items.filter((each) => !each.problem).map((each) => ({ value: each.id, label: `${pick(language, each.label)} (${each.id}) · ${pick(language, each.about)}` }))}
        />
      </Card>
      {chosen && <Shown of={plugin}>{(data) => <SystemForm key={data.id} plugin={data} />}</Shown>}
    </Page>
  );
}

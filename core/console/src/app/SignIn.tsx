// Signing in, with a one-time code where the user has an authenticator app.
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { base, Problem } from '../api/client';
import type { Ways } from '../api/types';
import { useResource } from '../api/useResource';
import { Trouble } from '../parts/Trouble';
import { Door } from './Door';
import { refusedWith } from './refusals';
import { useLabel, useSay, useSession } from './session';
import { texts } from './texts';

type Given = { user: string; password: string; code?: string };

export default function SignIn() {
  const { signIn } = useSession();
  const say = useSay(texts);
  const label = useLabel();
  const ways = useResource<Ways>('/session/ways');
  const [codeAsked, askCode] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<Given>();
  const { search } = useLocation();
  const go = useNavigate();
  const [refused, setRefused] = useState(() => refusedWith(search));
  useEffect(() => {
    if (refusedWith(search)) go('/', { replace: true }); // said once, and not again by a page that is reloaded
  }, [search, go]);

  const enter = async (given: Given) => {
    setBusy(true);
    setProblem(null);
    setRefused(undefined);
    try {
      await signIn(codeAsked ? given : { user: given.user, password: given.password });
    } catch (error) {
      const why = error instanceof Problem ? error : new Problem(0, 'failed', '', String(error));
      if (why.code === 'code_required') askCode(true);
      else setProblem(why);
    }
    setBusy(false);
  };
  const required = [{ required: true, message: say('required') }];
  return (
    <Door title={say('sign_in')} lead={codeAsked ? say('code_lead') : say('sign_in_lead')}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => void enter(given)}>
        <div hidden={codeAsked}>
          <Form.Item name="user" label={say('user')} rules={required}>
            <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} size="large" />
          </Form.Item>
          <Form.Item name="password" label={say('password')} rules={required}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
        </div>
        {codeAsked && (
          <Form.Item name="code" label={say('code')} rules={required}>
            <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={6} size="large" />
          </Form.Item>
        )}
        {problem && <Trouble problem={problem} />}
        {refused && <Trouble problem={new Problem(0, refused, say('refused'), say(`refused_${refused}`))} />}
        <Button type="primary" htmlType="submit" size="large" block loading={busy} style={{ marginTop: 12 }}>
          {say('sign_in')}
        </Button>
        {ways.data?.oidc && !codeAsked && (
          <Button size="large" block style={{ marginTop: 10 }} href={`${base}/session/oidc?to=${encodeURIComponent(location.pathname + location.search)}`}>
            {say('sign_in_by', { name: label(ways.data.oidc.name) })}
          </Button>
        )}
        {codeAsked && (
          <Button type="link" block onClick={() => askCode(false)}>
            {say('other_user')}
          </Button>
        )}
      </Form>
    </Door>
  );
}

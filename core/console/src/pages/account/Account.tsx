// One's own account: role, rights, password.
import { App } from 'antd';
import { PasswordForm } from '../../app/PasswordForm';
import { useSay, useSession } from '../../app/session';
import { texts } from '../../app/texts';
import { Card, Page } from '../../parts/Page';

export default function Account() {
  const { session } = useSession();
  const say = useSay(texts);
  const { message } = App.useApp();
  if (!session) return null;
  return (
    <Page title={say('account')} lead={`${session.user} · ${say(session.role)}`}>
      <div style={{ maxWidth: 460 }}>
        <Card title={say('save_password')}>
          {session.signs_in_by === 'oidc' ? <p>{say('by_provider')}</p> : <PasswordForm done={() => void message.success(say('password_changed'))} />}
        </Card>
      </div>
    </Page>
  );
}

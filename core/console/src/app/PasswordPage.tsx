// What who comes with a one-time password sees first.
import { Door } from './Door';
import { PasswordForm } from './PasswordForm';
import { useSay, useSession } from './session';
import { texts } from './texts';

export default function PasswordPage() {
  const { refresh } = useSession();
  const say = useSay(texts);
  return (
    <Door title={say('choose_password')} lead={say('choose_lead')}>
      <PasswordForm large done={() => void refresh()} />
    </Door>
  );
}

// Who may sign in, and what programs sign in with.
import { MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Modal } from 'antd';
import { useState } from 'react';
import { post, put, remove, seg } from '../../api/client';
import type { OneTimePassword, Page as ListPage, Token, User } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { day } from '../../lib/format';
import { Copyable } from '../../parts/Copyable';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { asProblem } from '../../parts/ReasonDialog';
import { Shown } from '../../parts/Shown';
import { Table } from '../../parts/Table';
import { NewToken } from './NewToken';
import { NewUser } from './NewUser';
import { texts } from './texts';

type Secret = { title: string; lead: string; text: string };

function stateOf(user: User) {
  return user.disabled ? ({ name: 'off', tone: 'bad' } as const) : user.must_change_password ? ({ name: 'first', tone: 'warn' } as const) : ({ name: 'on', tone: 'good' } as const);
}

function Tokens({ users }: { users: User[] }) {
  const say = useSay(texts);
  const { modal } = App.useApp();
  const tokens = useResource<ListPage<Token>>('/tokens');
  const [secret, show] = useState<Secret | null>(null);
  const [adding, add] = useState(false);
  const revoke = (token: Token) =>
    modal.confirm({
      title: say('revoke_title', { label: token.label }), content: say('revoke_lead'), okText: say('revoke'), cancelText: say('cancel'), okButtonProps: { danger: true },
      onOk: async () => {
        await remove(`/users/${seg(token.user)}/tokens/${seg(token.label)}`);
        tokens.reload();
      },
    });
  const scope = (name: string) => say(name as 'look');
  return (
    <Card title={say('tokens')} more={<Button size="small" icon={<PlusOutlined />} onClick={() => add(true)}>{say('add_token')}</Button>} flush>
      <Shown of={tokens}>
        {({ items }) =>
          items.length ? (
            <Table
              caption={say('tokens')}
              rows={items}
              keyOf={(token) => `${token.user} ${token.label}`}
              columns={[
                { name: say('label'), title: true, cell: (token) => <span className="strong">{token.label}</span> },
                { name: say('user'), cell: (token) => token.user },
                { name: say('scopes'), cell: (token) => token.scopes.map(scope).join(', ') },
                { name: say('expires'), cell: (token) => day(token.expires) },
                { name: say('actions'), end: true, cell: (token) => <Button size="small" onClick={() => revoke(token)}>{say('revoke')}</Button> },
              ]}
            />
          ) : (
            <Empty title={say('no_tokens')} />
          )
        }
      </Shown>
      <NewToken
        open={adding}
        users={users}
        close={() => add(false)}
        made={({ user, token }) => {
          show({ title: say('token_once', { user }), lead: say('token_lead'), text: token });
          tokens.reload();
        }}
      />
      <SecretDialog secret={secret} close={() => show(null)} />
    </Card>
  );
}

function SecretDialog({ secret, close }: { secret: Secret | null; close: () => void }) {
  const say = useSay(texts);
  return (
    <Modal open={secret !== null} title={secret?.title} onCancel={close} maskClosable={false} destroyOnHidden footer={<Button type="primary" onClick={close}>{say('done')}</Button>}>
      {secret && (
        <div className="stack">
          <p>{secret.lead}</p>
          <Copyable text={secret.text} />
        </div>
      )}
    </Modal>
  );
}

export default function Users() {
  const say = useSay(texts);
  const { session } = useSession();
  const { modal, message } = App.useApp();
  const users = useResource<ListPage<User>>('/users');
  const [secret, show] = useState<Secret | null>(null);
  const [adding, add] = useState(false);
  const showPassword = ({ user, password }: OneTimePassword) => {
    show({ title: say('once', { user }), lead: say('once_lead'), text: password });
    users.reload();
  };
  const change = async (user: User) => {
    try {
      await put(`/users/${seg(user.name)}`, { disabled: !user.disabled });
    } catch (error) {
      void message.error(asProblem(error).message);
    }
    users.reload();
  };
  const reset = (user: User) =>
    modal.confirm({
      title: say('reset_title', { user: user.name }), content: say('reset_lead'), okText: say('reset'), cancelText: say('cancel'),
      onOk: async () => showPassword(await post<OneTimePassword>(`/users/${seg(user.name)}/password`)),
    });
  return (
    <Page title={say('title')} lead={say('lead')} acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => add(true)}>{say('add')}</Button>}>
      <Shown of={users} lines={6}>
        {({ items }) => (
          <>
            <Card flush>
              <Table
                caption={say('title')}
                rows={items}
                keyOf={(user) => user.name}
                columns={[
                  { name: say('user'), title: true, cell: (user) => <span className="strong">{user.name}</span> },
                  { name: say('role'), width: '30%', cell: (user) => <>{say(user.role)}<span className="sub">{user.systems.length ? user.systems.join(', ') : say(`${user.role}_may`)}</span></> },
                  { name: say('state'), cell: (user) => <span className="status tag" data-tone={stateOf(user).tone}>{say(stateOf(user).name)}</span> },
                  { name: say('code'), cell: (user) => say(user.has_code ? 'has_code' : 'no_code') },
                  { name: say('created'), cell: (user) => day(user.created) },
                  {
                    name: say('actions'), end: true,
                    cell: (user) => (
                      <Dropdown
                        trigger={['click']}
                        menu={{
                          items: [{ key: 'reset', label: say('reset'), disabled: user.signs_in_by === 'oidc' }, { key: 'change', label: say(user.disabled ? 'enable' : 'disable'), danger: !user.disabled, disabled: user.name === session?.user }],
                          onClick: ({ key }) => (key === 'reset' ? reset(user) : void change(user)),
                        }}
                      >
                        <Button size="small" icon={<MoreOutlined />} aria-label={say('actions_for', { user: user.name })} />
                      </Dropdown>
                    ),
                  },
                ]}
              />
            </Card>
            <Tokens users={items} />
          </>
        )}
      </Shown>
      <NewUser open={adding} close={() => add(false)} made={showPassword} />
      <SecretDialog secret={secret} close={() => show(null)} />
    </Page>
  );
}

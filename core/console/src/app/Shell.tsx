// The frame around every page: navigation, who is signed in, whether what is shown is live.
import { LogoutOutlined, MenuOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { Link, NavLink, useLocation } from 'react-router-dom';
import { liveState, onLive } from '../api/live';
import { LanguageSwitch } from './LanguageSwitch';
import { groups, pages } from './pages';
import { useSay, useSession } from './session';
import { texts } from './texts';

function Live() {
  const state = useSyncExternalStore((changed) => onLive(['state'], changed), liveState);
  const say = useSay(texts);
  return (
    <span className="live" data-state={state}>
      <i aria-hidden />
      {say(state)}
    </span>
  );
}

function Navigation() {
  const { may, language } = useSession();
  const say = useSay(texts);
  const side = language === 'vi' ? 0 : 1;
  return (
    <nav className="nav" aria-label={say('navigation')}>
      {groups.map((name, group) => {
        const seen = pages.filter((page) => page.group === group && may(page.right));
        if (!seen.length) return null;
        return (
          <section key={name[1]}>
            <h2>{name[side]}</h2>
            <ul>
              {seen.map(({ path, name: words, Icon }) => (
                <li key={path}>
                  <NavLink to={path} end={path === '/'}>
                    {Icon && <Icon aria-hidden />}
                    {words[side]}
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function Me() {
  const { session, signOut } = useSession();
  const say = useSay(texts);
  return (
    <div className="me">
      <div>
        <Live />
        <div className="who">
          <Link to="/account">
            <span className="strong">{session?.user}</span>
            <span className="muted small" style={{ display: 'block' }}>
              {session && say(session.role)}
            </span>
          </Link>
          <Button type="text" icon={<LogoutOutlined />} aria-label={say('sign_out')} title={say('sign_out')} onClick={() => void signOut()} />
        </div>
        <LanguageSwitch />
      </div>
    </div>
  );
}

const Brand = () => (
  <Link className="brand" to="/">
    <img src="/icon.svg" alt="" width={28} height={28} />
    Liên Thông
  </Link>
);

export function Shell({ children }: { children: ReactNode }) {
  const say = useSay(texts);
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => setOpen(false), [pathname]);
  return (
    <>
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      <div className="shell">
        <div className="top">
          <Button type="text" icon={<MenuOutlined />} aria-label={say('menu')} aria-expanded={open} onClick={() => setOpen(true)} />
          <Brand />
          <Live />
        </div>
        <div className="side">
          <Brand />
          <Navigation />
          <Me />
        </div>
        <main className="main" id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <Drawer rootClassName="drawer" open={open} onClose={() => setOpen(false)} placement="left" width={280} title="Liên Thông">
        <div className="side">
          <Navigation />
          <Me />
        </div>
      </Drawer>
    </>
  );
}

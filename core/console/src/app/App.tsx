// From who is signed in to which page is shown.
import { App as AntApp, ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import viVN from 'antd/locale/vi_VN';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { Absent } from '../parts/Absent';
import { Trouble } from '../parts/Trouble';
import { Waiting } from '../parts/Waiting';
import { pages } from './pages';
import { useSession } from './session';
import { Shell } from './Shell';
import { theme } from './theme';

const SignIn = lazy(() => import('./SignIn'));
const PasswordPage = lazy(() => import('./PasswordPage'));

function Inside() {
  const { may } = useSession();
  return (
    <Shell>
      <Suspense fallback={<Waiting lines={6} />}>
        <Routes>
          {pages.map(({ path, right, Page }) => (
            <Route key={path} path={path} element={may(right) ? <Page /> : <Absent forbidden />} />
          ))}
          <Route path="*" element={<Absent />} />
        </Routes>
      </Suspense>
    </Shell>
  );
}

function Chosen() {
  const { session, known, problem, refresh } = useSession();
  if (!known)
    return problem ? (
      <div className="main">
        <Trouble problem={problem} retry={() => void refresh()} />
      </div>
    ) : null;
  if (session && !session.must_change_password) return <Inside />;
  return <Suspense fallback={null}>{session ? <PasswordPage /> : <SignIn />}</Suspense>;
}

export function App() {
  const { language } = useSession();
  return (
    <ConfigProvider theme={theme} locale={language === 'vi' ? viVN : enGB}>
      <AntApp component={false}>
        <Chosen />
      </AntApp>
    </ConfigProvider>
  );
}

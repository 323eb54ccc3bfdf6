// Who is signed in, which language is read, and what may be done.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { ask, base, onSignedOut, Problem, remove, setCsrf, setRequestLanguage } from '../api/client';
import { startLive } from '../api/live';
import type { Right, Session } from '../api/types';
import { forgetAll } from '../api/useResource';
import { type Label, type Language, pick, type Say, sayer, type Texts } from '../lib/texts';

type Value = {
  session: Session | null;
  known: boolean; // whether it was asked for
  problem: Problem | null;
  language: Language;
  setLanguage: (language: Language) => void;
  may: (right: Right) => boolean;
  signIn: (given: { user: string; password: string; code?: string }) => Promise<void>;
  signOut: () => Promise<void>;
  refresh: () => Promise<void>;
};

const Context = createContext<Value | null>(null);

function storedLanguage(): Language {
  return localStorage.getItem('language') === 'en' ? 'en' : 'vi';
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session | null>(null);
  const [known, setKnown] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [language, choose] = useState<Language>(storedLanguage);
  setRequestLanguage(language);

  const enter = useCallback((next: Session | null) => {
    setCsrf(next?.csrf ?? null);
    if (!next) forgetAll();
    setSession(next);
    setKnown(true);
    setProblem(null);
  }, []);
  const refresh = useCallback(async () => {
    try {
      enter((await ask<Session>('/session')).body);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return enter(null);
      setProblem(error instanceof Problem ? error : new Problem(0, 'failed', '', String(error)));
    }
  }, [enter]);

  useEffect(() => void refresh(), [refresh]);
  useEffect(() => onSignedOut(() => enter(null)), [enter]);
  useEffect(() => void (document.documentElement.lang = language), [language]);
  const ready = session !== null && !session.must_change_password;
  useEffect(() => (ready ? startLive() : undefined), [ready]);

  const value = useMemo<Value>(
    () => ({
      session,
      known,
      problem,
      language,
      setLanguage: (next) => {
        localStorage.setItem('language', next);
        setRequestLanguage(next);
        forgetAll();
        choose(next);
      },
      may: (right) => session?.rights.includes(right) ?? false,
      signIn: async (given) => enter((await ask<Session>('/session', { method: 'POST', body: given })).body),
      signOut: async () => {
        await remove('/session').catch(() => undefined);
        if (session?.signs_in_by === 'oidc') return location.assign(`${base}/session/oidc/end`);
        enter(null);
      },
      refresh,
    }),
    [session, known, problem, language, enter, refresh],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useSession(): Value {
  const value = useContext(Context);
  if (!value) throw new Error('outside SessionProvider');
  return value;
}

export function useSay<T extends Texts>(texts: T): Say<T> {
  const { language } = useSession();
  return useMemo(() => sayer(texts, language), [texts, language]);
}

export function useLabel(): (label: Label | undefined | null) => string {
  const { language } = useSession();
  return useCallback((label) => pick(language, label), [language]);
}

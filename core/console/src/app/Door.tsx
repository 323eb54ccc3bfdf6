// The quiet page before the console: one form and nothing else.
import { type ReactNode, useEffect } from 'react';
import { LanguageSwitch } from './LanguageSwitch';

type Given = { title: string; lead: string; children: ReactNode };

export function Door({ title, lead, children }: Given) {
  useEffect(() => void (document.title = `${title} · Liên Thông`), [title]);
  return (
    <main className="door">
      <div>
        <div className="brand">
          <img src="/icon.svg" alt="" width={36} height={36} />
          Liên Thông
        </div>
        <section className="card">
          <h1>{title}</h1>
          <p className="muted">{lead}</p>
          {children}
        </section>
        <LanguageSwitch />
      </div>
    </main>
  );
}

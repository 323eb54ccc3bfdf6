// Parts of a page of which one is shown; arrows go from one to the next.
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';

type Tab = { key: string; name: string; content: () => ReactNode };
const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

export function Tabs({ name, tabs }: { name: string; tabs: Tab[] }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useState(0);
  const pressed = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    const next = (chosen + step + tabs.length) % tabs.length;
    choose(next);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={name} ref={list} onKeyDown={pressed}>
        {tabs.map((tab, i) => (
          <button key={tab.key} type="button" role="tab" id={`${id}-${tab.key}`} aria-selected={i === chosen} aria-controls={`${id}-panel`} tabIndex={i === chosen ? 0 : -1} onClick={() => choose(i)}>
            {tab.name}
          </button>
        ))}
      </div>
      <div className="tabpanel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tabs[chosen]?.key}`} tabIndex={0}>
        {tabs[chosen]?.content()}
      </div>
    </>
  );
}

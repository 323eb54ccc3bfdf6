// A page's head and body; its heading takes the focus, so that a screen reader says where one is.
import { ArrowLeftOutlined } from '@ant-design/icons';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router-dom';

type Given = {
  title: string;
  lead?: ReactNode;
  acts?: ReactNode;
  back?: { to: string; name: string };
  children: ReactNode;
};
let first = true;

export function Page({ title, lead, acts, back, children }: Given) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => void (document.title = `${title} · Liên Thông`), [title]);
  useEffect(() => {
    if (!first) heading.current?.focus({ preventScroll: true });
    first = false;
    window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <>
      <div className="head">
        <div>
          {back && (
            <Link className="back" to={back.to}>
              <ArrowLeftOutlined aria-hidden />
              {back.name}
            </Link>
          )}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <div className="lead">{lead}</div>}
        </div>
        {acts && <div className="acts">{acts}</div>}
      </div>
      <div className="stack">{children}</div>
    </>
  );
}

type CardGiven = { title?: ReactNode; more?: ReactNode; children: ReactNode; flush?: boolean };

export function Card({ title, more, children, flush }: CardGiven) {
  return (
    <section className="card">
      {title && (
        <header>
          <h2>{title}</h2>
          {more && <div className="more">{more}</div>}
        </header>
      )}
      {flush ? children : <div className="body">{children}</div>}
    </section>
  );
}

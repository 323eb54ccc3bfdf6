// Where there is nothing: what that means, and what one may do.
import { CheckCircleOutlined, InboxOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

type Given = { title: string; children?: ReactNode; good?: boolean; acts?: ReactNode };

export function Empty({ title, children, good, acts }: Given) {
  return (
    <div className="empty">
      <span className="icon" aria-hidden>
        {good ? <CheckCircleOutlined style={{ color: 'var(--good)' }} /> : <InboxOutlined />}
      </span>
      <h3>{title}</h3>
      {children && <p>{children}</p>}
      {acts && <div className="acts">{acts}</div>}
    </div>
  );
}

// A link for who may go there, and the same words for who may not.
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Right } from '../api/types';
import { useSession } from '../app/session';

export function MayLink({ right, to, children }: { right: Right; to: string; children: ReactNode }) {
  const { may } = useSession();
  return may(right) ? <Link to={to}>{children}</Link> : <>{children}</>;
}

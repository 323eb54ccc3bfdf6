// An answer of the API, or that it is awaited, or why there is none.
import type { ReactNode } from 'react';
import type { Pages, Resource } from '../api/useResource';
import { Trouble } from './Trouble';
import { Waiting } from './Waiting';

export function Shown<T>({ of, children, lines }: { of: Resource<T>; children: (data: T) => ReactNode; lines?: number }) {
  if (of.data !== undefined)
    return (
      <>
        {of.problem && <Trouble problem={of.problem} retry={of.reload} />}
        {children(of.data)}
      </>
    );
  return of.problem ? <Trouble problem={of.problem} retry={of.reload} /> : <Waiting lines={lines} />;
}

export function ShownPages<T>({ of, empty, children }: { of: Pages<T>; empty: ReactNode; children: (items: T[]) => ReactNode }) {
  if (of.problem) return <Trouble problem={of.problem} retry={of.reload} />;
  if (of.items.length) return <>{children(of.items)}</>;
  return of.loading ? <Waiting /> : <>{empty}</>;
}

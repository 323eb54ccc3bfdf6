// A table that is one on a wide screen, and a card a row on a phone.
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useSay } from '../app/session';
import { texts } from './texts';

export type Column<T> = {
  name: string;
  cell: (row: T) => ReactNode;
  end?: boolean; // figures stand at the right
  width?: number | string;
  title?: boolean; // heads the card on a phone
  pick?: boolean; // stands in the card's corner there
};

type Given<T> = {
  caption: string;
  columns: (Column<T> | false | null)[];
  rows: readonly T[];
  keyOf: (row: T) => string | number;
  more?: (() => void) | null;
  loading?: boolean;
};

export function Table<T>({ caption, columns, rows, keyOf, more, loading }: Given<T>) {
  const say = useSay(texts);
  const shown = columns.filter((column): column is Column<T> => Boolean(column));
  return (
    <>
      <table className="table">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.name} scope="col" className={column.end ? 'end' : undefined} style={{ width: column.width }}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {shown.map((column) => {
                const content = column.cell(row);
                const kind = [column.end && 'end', column.title && 'title', column.pick && 'pick'].filter(Boolean).join(' ');
                const none = content === null || content === undefined || content === '' || content === false;
                return (
                  <td key={column.name} data-name={column.name} className={kind || undefined}>
                    {none ? null : <div>{content}</div>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {more && (
        <div className="tablefoot">
          <Button size="small" onClick={more} loading={loading}>
            {say('more')}
          </Button>
        </div>
      )}
    </>
  );
}

// What the whole row leads to.
export function RowLink({ to, children, sub }: { to: string; children: ReactNode; sub?: ReactNode }) {
  return (
    <>
      <Link className="row" to={to}>
        {children}
      </Link>
      {sub && <span className="sub">{sub}</span>}
    </>
  );
}

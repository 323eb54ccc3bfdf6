// Two texts, line by line.
import { useMemo } from 'react';
import { useSay } from '../app/session';
import { diffLines, hunks } from '../lib/diff';
import { texts } from './texts';

const signs = { same: ' ', gone: '−', new: '+' } as const;

export function Diff({ before, after }: { before: string; after: string }) {
  const say = useSay(texts);
  const shown = useMemo(() => hunks(diffLines(before, after)), [before, after]);
  if (shown.every((line) => line === null)) return <p className="muted">{say('no_difference')}</p>;
  return (
    <div className="diff" tabIndex={0} role="region" aria-label={`${say('before')} / ${say('after')}`}>
      {shown.map((line, i) =>
        line === null ? (
          <div key={i} className="gap">
            {say('lines_left_out')}
          </div>
        ) : (
          <div key={i} data-kind={line.kind}>
            <span className="n">{line.after ?? line.before}</span>
            <span>{signs[line.kind]}</span>
            <span>{line.text || ' '}</span>
          </div>
        ),
      )}
    </div>
  );
}

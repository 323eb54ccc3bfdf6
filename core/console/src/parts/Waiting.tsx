// Lines where an answer will stand.
import { useSay } from '../app/session';
import { texts } from './texts';

export function Waiting({ lines = 4 }: { lines?: number }) {
  const say = useSay(texts);
  return (
    <div className="waiting" role="status" aria-label={say('loading')}>
      {Array.from({ length: lines }, (_, i) => (
        <i key={i} style={{ width: `${90 - ((i * 37) % 45)}%` }} />
      ))}
    </div>
  );
}

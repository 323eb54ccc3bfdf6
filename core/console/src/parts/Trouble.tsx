// What went wrong, why, and what to do.
import { DisconnectOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Problem } from '../api/client';
import { useSay } from '../app/session';
import { texts } from './texts';

type Words = { title: string; why?: string; todo?: string };

function wordsFor(problem: Problem, say: ReturnType<typeof useSay<typeof texts>>): Words {
  if (problem.code === 'offline') return { title: say('offline'), why: say('offline_why'), todo: say('offline_do') };
  if (isAbsent(problem)) return { title: say('absent'), todo: say('absent_do') };
  const words: Words = { title: problem.title || say('failed_title'), why: problem.detail };
  if (problem.retryAfter) words.todo = say('again_in', { n: problem.retryAfter });
  else if (problem.code === 'forbidden') words.todo = say('forbidden_do');
  else if (problem.code === 'conflict') words.todo = say('conflict_do');
  return words;
}

// No route of that name, as against a thing that is not there.
export function isAbsent(problem: Problem | null): boolean {
  return problem?.status === 404 && problem.detail.includes('openapi.json');
}

export function Trouble({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const say = useSay(texts);
  const { title, why, todo } = wordsFor(problem, say);
  return (
    <div className="trouble" role="alert" data-tone={isAbsent(problem) ? 'quiet' : undefined}>
      {problem.code === 'offline' ? <DisconnectOutlined aria-hidden /> : <ExclamationCircleOutlined aria-hidden />}
      <h3>{title}</h3>
      {(why || todo) && (
        <p>
          {why} {todo && <span className="muted">{todo}</span>}
        </p>
      )}
      {problem.violations.length > 0 && (
        <ul>
          {problem.violations.slice(0, 12).map((violation, i) => (
            <li key={i} className="small">
              {violation.file && <code>{violation.file}</code>} {violation.line && say('line', { n: violation.line })} {violation.message}
            </li>
          ))}
        </ul>
      )}
      {retry && (
        <div className="acts">
          <Button size="small" onClick={retry}>
            {say('try_again')}
          </Button>
        </div>
      )}
    </div>
  );
}

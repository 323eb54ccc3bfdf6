// A mapping's examples: source beside result, and what differs from what was expected.
import { CheckCircleFilled, CloseCircleFilled, SyncOutlined } from '@ant-design/icons';
import type { MappingExample, MappingTrial } from '../../api/types';
import { useSay } from '../../app/session';
import { Diff } from '../../parts/Diff';
import { texts } from './texts';

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Example({ example }: { example: MappingExample }) {
  const say = useSay(texts);
  const Icon = example.passed ? CheckCircleFilled : CloseCircleFilled;
  return (
    <details className="card example" open={!example.passed}>
      <summary>
        <span className="status" data-tone={example.passed ? 'good' : 'bad'}>
          <Icon aria-hidden />
          {say(example.passed ? 'passed' : 'fails')}
        </span>
        <span className="strong">{example.name}</span>
        <span className="small muted">{say('line', { n: example.line })}</span>
      </summary>
      <div className="body stack">
        {example.differences.length > 0 && (
          <ul className="note">
            {example.differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        )}
        <div className="columns">
          <div>
            <h3 className="small muted">{say('source')}</h3>
            <pre className="text" tabIndex={0}>{pretty(example.source)}</pre>
          </div>
          <div>
            <h3 className="small muted">{say('result')}</h3>
            <pre className="text" tabIndex={0}>{pretty(example.result)}</pre>
          </div>
        </div>
        {!example.passed && (
          <div>
            <h3 className="small muted">
              {say('expected')} → {say('result')}
            </h3>
            <Diff before={pretty(example.expected)} after={pretty(example.result)} />
          </div>
        )}
      </div>
    </details>
  );
}

export function Examples({ trial, trying }: { trial: MappingTrial; trying: boolean }) {
  const say = useSay(texts);
  const failing = trial.results.filter((example) => !example.passed).length;
  const faults = trial.violations.length;
  const good = !failing && !faults;
  return (
    <div className="stack">
      <p className="note" data-tone={good ? 'good' : undefined} role="status">
        {trying && <SyncOutlined aria-hidden />} {faults ? say('faults', { n: faults }) : failing ? say('some_fail', { n: failing }) : say('all_pass', { n: trial.results.length })}
      </p>
      {faults > 0 && (
        <ul className="card body">
          {trial.violations.map((each, i) => (
            <li key={i}>
              <strong>{say('line', { n: each.line })}</strong> {each.message}
            </li>
          ))}
        </ul>
      )}
      {trial.results.map((example) => (
        <Example key={`${example.line} ${example.name}`} example={example} />
      ))}
    </div>
  );
}

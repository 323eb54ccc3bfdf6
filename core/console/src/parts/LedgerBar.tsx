// A run's ledger as two bars of one length: what came, and what became of it.
import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import type { Run } from '../api/types';
import { useSay, useSession } from '../app/session';
import { number } from '../lib/format';
import { ledgerOf } from '../lib/ledger';
import { texts } from './texts';

export function LedgerBar({ run, big }: { run: Pick<Run, 'counts' | 'direction'>; big?: boolean }) {
  const say = useSay(texts);
  const { language } = useSession();
  const ledger = ledgerOf(run);
  const shown = (n: number) => number(n, language);
  if (ledger.total === 0 && ledger.difference === 0) return <span className="muted small">{big ? say('empty_ledger') : <span title={say('empty_ledger')}>–</span>}</span>;
  const words = ledger.parts.map((part) => `${say(part.name)} ${shown(part.count)}`);
  const verdict = ledger.difference === 0 ? say('balances') : say('unbalanced', { n: shown(Math.abs(ledger.difference)) });
  const missing = Math.max(0, ledger.difference) / Math.max(ledger.total, 1);
  return (
    <div>
      <div className={big ? 'ledger big' : 'ledger'} role="img" aria-label={`${say(ledger.whole)} ${shown(ledger.total)} = ${words.join(' + ')}. ${verdict}`}>
        <span className="whole">
          <i style={{ flexGrow: 1 }} />
        </span>
        <span className="parts">
          {ledger.parts.map((part) => (
            <i key={part.name} data-part={part.name} style={{ flexGrow: part.share * 1000, flexBasis: 0 }} />
          ))}
          {missing > 0 && <i data-part="difference" style={{ flexGrow: missing * 1000, flexBasis: 0 }} />}
        </span>
      </div>
      {big && (
        <>
          <div className="legend">
            <span className="strong">
              {say(ledger.whole)} {shown(ledger.total)}
            </span>
            <span aria-hidden>=</span>
            {ledger.parts.map((part) => (
              <span key={part.name}>
                <i data-part={part.name} aria-hidden />
                {say(part.name)} {shown(part.count)}
              </span>
            ))}
            <span className="status" data-tone={ledger.difference === 0 ? 'good' : 'bad'}>
              {ledger.difference === 0 ? <CheckCircleFilled aria-hidden /> : <WarningFilled aria-hidden />}
              {verdict}
            </span>
          </div>
        </>
      )}
      {!big && ledger.difference !== 0 && (
        <span className="status small" data-tone="bad">
          <WarningFilled aria-hidden />
          {verdict}
        </span>
      )}
    </div>
  );
}

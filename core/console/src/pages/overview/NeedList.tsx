// What needs a person: what, why, who must act, and the way there.
import { ClockCircleFilled, CloseCircleFilled, MailFilled, MergeOutlined, PauseCircleFilled, WarningFilled } from '@ant-design/icons';
import { Link } from 'react-router-dom';
import { seg } from '../../api/client';
import { useLabel, useSay, useSession } from '../../app/session';
import { ago, length, number } from '../../lib/format';
import type { Need } from './needs';
import { texts } from './texts';

const looks = {
  failing: { tone: 'bad', Icon: CloseCircleFilled }, unbalanced: { tone: 'bad', Icon: WarningFilled },
  late: { tone: 'warn', Icon: ClockCircleFilled }, letters: { tone: 'warn', Icon: MailFilled },
  review: { tone: 'quiet', Icon: MergeOutlined }, paused: { tone: 'quiet', Icon: PauseCircleFilled },
} as const;

type Words = { title: string; why: string; to: string };

function useWords(): (need: Need) => Words {
  const say = useSay(texts);
  const label = useLabel();
  const { language } = useSession();
  return (need) => {
    if (need.kind === 'review') return { title: say('review', { n: number(need.count, language) }), why: say('review_lead'), to: '/reviews' };
    if (need.kind === 'letters') {
      const meanings = [...new Set(need.meanings.map(label))];
      const named = meanings.slice(0, 3).join('; ') + (meanings.length > 3 ? say('and_more', { n: meanings.length - 3 }) : '');
      return {
        title: say('letters_of', { n: number(need.count, language), flow: label(need.label) || need.flow }),
        why: `${named}. ${say('who', { who: label(need.who) })}, ${say('oldest', { age: ago(need.oldest, language) })}`,
        to: need.cause ? `/dead-letters/cause/${seg(need.cause)}` : `/dead-letters?flow=${seg(need.flow)}`,
      };
    }
    const { flow } = need;
    const promised = need.kind === 'late' && flow.age_seconds !== null && flow.fresh_within_seconds !== null;
    const values = { flow: label(flow.label), age: length(flow.age_seconds, language), promise: length(flow.fresh_within_seconds, language) };
    return { title: say(need.kind === 'late' && !promised ? 'late_plain' : need.kind, values), why: flow.message || label(flow.system_label), to: `/flows/${seg(flow.name)}` };
  };
}

export function NeedList({ needs, most }: { needs: Need[]; most: number }) {
  const say = useSay(texts);
  const words = useWords();
  return (
    <ul className="needs">
        {needs.slice(0, most).map((need, i) => {
          const { tone, Icon } = looks[need.kind];
          const { title, why, to } = words(need);
          const go = say(need.kind === 'letters' || need.kind === 'review' ? 'act' : 'look');
          return (
            <li key={i} data-tone={tone}>
              <Icon aria-hidden />
              <div>
                <h3>{title}</h3>
                <p>{why}</p>
              </div>
              <Link className="go" to={to} aria-label={`${go}: ${title}`}>
                {go}
              </Link>
            </li>
          );
        })}
    </ul>
  );
}

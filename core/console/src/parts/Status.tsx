// A state by icon, word and colour, so that none of them is needed alone.
import {
  CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, ExclamationCircleFilled, MinusCircleOutlined, PauseCircleFilled,
  StopOutlined, SyncOutlined,
} from '@ant-design/icons';
import { useSay } from '../app/session';
import { texts } from './texts';

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'quiet';
type Look = { tone: Tone; Icon: typeof SyncOutlined };

const good: Look = { tone: 'good', Icon: CheckCircleFilled };
const bad: Look = { tone: 'bad', Icon: CloseCircleFilled };
const busy: Look = { tone: 'busy', Icon: SyncOutlined };
const quiet: Look = { tone: 'quiet', Icon: MinusCircleOutlined };

const looks = {
  ok: good, succeeded: good, done: good, delivered: good, resolved: good, replayed: good,
  letters: { tone: 'warn', Icon: ExclamationCircleFilled }, with_letters: { tone: 'warn', Icon: ExclamationCircleFilled },
  late: { tone: 'warn', Icon: ClockCircleFilled },
  failing: bad, failed: bad, dead: bad,
  never_run: quiet, off: { tone: 'quiet', Icon: StopOutlined }, dismissed: quiet, cancelled: quiet, withheld: quiet,
  paused: { tone: 'warn', Icon: PauseCircleFilled },
  running: busy, sending: busy,
  interrupted: { tone: 'warn', Icon: ExclamationCircleFilled },
  waiting: { tone: 'warn', Icon: ExclamationCircleFilled },
  retry: { tone: 'warn', Icon: ClockCircleFilled },
} as const satisfies Record<string, Look>;

export type StateName = keyof typeof looks;

export function toneOf(state: StateName): Tone {
  return looks[state].tone;
}

export function Status({ state, plain }: { state: StateName; plain?: boolean }) {
  const say = useSay(texts);
  const { tone, Icon } = looks[state];
  return (
    <span className={plain ? 'status' : 'status tag'} data-tone={tone}>
      <Icon aria-hidden />
      {say(state)}
    </span>
  );
}

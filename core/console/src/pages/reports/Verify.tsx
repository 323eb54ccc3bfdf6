// Whether a report's file that came back is as it was made.
import { CheckCircleFilled, SafetyCertificateOutlined, WarningFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { post, type Problem } from '../../api/client';
import type { ReportVerdict } from '../../api/types';
import { useSay } from '../../app/session';
import { Card } from '../../parts/Page';
import { asProblem } from '../../parts/ReasonDialog';
import { Trouble } from '../../parts/Trouble';
import { texts } from './texts';

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });
}

const isPart = (where: string): where is 'file' | 'figures' | 'seal' => ['file', 'figures', 'seal'].includes(where);

export function Verify() {
  const say = useSay(texts);
  const input = useRef<HTMLInputElement>(null);
  const [verdict, setVerdict] = useState<ReportVerdict | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const check = async (file: File | undefined) => {
    if (!file) return;
    setVerdict(null);
    setProblem(null);
    try {
      setVerdict(await post<ReportVerdict>('/reports/verify', { file: await base64(file) }));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const good = verdict?.finding === 'intact' || verdict?.finding === 'appended';
  return (
    <Card title={say('verify')}>
      <div className="stack">
        <p className="muted">{say('verify_lead')}</p>
        <input ref={input} type="file" hidden accept=".pdf,.xlsx,.html,.json" aria-label={say('choose')} onChange={(event) => void check(event.target.files?.[0])} />
        <Button icon={<SafetyCertificateOutlined />} onClick={() => input.current?.click()}>
          {say('choose')}
        </Button>
        {problem && <Trouble problem={problem} />}
        {verdict && (
          <div className="note" data-tone={good ? 'good' : 'bad'} role="status">
            <span className="status" data-tone={good ? 'good' : 'bad'}>
              {good ? <CheckCircleFilled aria-hidden /> : <WarningFilled aria-hidden />}
              {say(verdict.finding)}
            </span>
            <div>
              {say('report_is', { id: verdict.report })}
              {verdict.where && `. ${say('where', { where: isPart(verdict.where) ? say(verdict.where) : verdict.where })}`}
            </div>
            <code className="small" style={{ overflowWrap: 'anywhere' }}>{verdict.sha256}</code>
          </div>
        )}
      </div>
    </Card>
  );
}

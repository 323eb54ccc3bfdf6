// Kept reports: make one, take it away in any format, send it, verify one that came back.
import { PlusOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { base, post, seg } from '../../api/client';
import type { Job, Report } from '../../api/types';
import { usePages } from '../../api/useResource';
import { useSay, useSession } from '../../app/session';
import { dateTime, day } from '../../lib/format';
import { Empty } from '../../parts/Empty';
import { JobProgress } from '../../parts/Job';
import { Card, Page } from '../../parts/Page';
import { asProblem } from '../../parts/ReasonDialog';
import { ShownPages } from '../../parts/Shown';
import { Table } from '../../parts/Table';
import { Trouble } from '../../parts/Trouble';
import { NewReport } from './NewReport';
import { texts } from './texts';
import { Verify } from './Verify';
import type { Problem } from '../../api/client';

const formats = ['pdf', 'xlsx', 'html', 'json'] as const;
const tones = { good: 'good', attention: 'warn', trouble: 'bad', unbalanced: 'bad' } as const;

function Files({ report }: { report: Report }) {
  const say = useSay(texts);
  return (
    <span style={{ display: 'inline-flex', gap: 10 }}>
      {formats.map((format) => (
        <a key={format} href={`${base}/reports/${seg(report.id)}/file?format=${format}`} download aria-label={say('download', { format: format.toUpperCase(), id: report.id })}>
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  );
}

export default function Reports() {
  const say = useSay(texts);
  const { may } = useSession();
  const reports = usePages<Report>('/reports');
  const [making, make] = useState(false);
  const [sent, setSent] = useState<{ job?: Job; problem?: Problem } | null>(null);
  const send = async (report: Report) => {
    try {
      setSent({ job: await post<Job>(`/reports/${seg(report.id)}/send`, {}) });
    } catch (error) {
      setSent({ problem: asProblem(error) });
    }
  };
  const acts = may('operate') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => make(true)}>
      {say('make')}
    </Button>
  );
  return (
    <Page title={say('title')} lead={say('lead')} acts={acts}>
      <Card flush>
        <ShownPages of={reports} empty={<Empty title={say('none')}>{say('none_lead')}</Empty>}>
          {(items) => (
            <Table
              caption={say('title')}
              rows={items}
              keyOf={(report) => report.id}
              more={reports.more}
              loading={reports.loading}
              columns={[
                { name: say('period'), title: true, cell: (report) => <><span className="strong">{say(report.kind)}, {day(report.from)} – {day(report.to)}</span><span className="sub"><code>{report.id}</code></span></> },
                { name: say('made'), cell: (report) => <span className="nowrap">{dateTime(report.made)}</span> },
                { name: say('verdict'), cell: (report) => <span className="status tag" data-tone={tones[report.verdict]}>{say(report.verdict)}</span> },
                { name: say('files'), cell: (report) => <Files report={report} /> },
                { name: say('hash'), cell: (report) => <code title={report.sha256}>{report.sha256.slice(0, 12)}…</code> },
                { name: say('due'), cell: (report) => report.due.map((each) => (each === 'mail' ? say('by_mail') : each === 'flow' ? say('by_flow') : each)).join(', ') },
                may('operate') && { name: say('send'), end: true, cell: (report: Report) => <Button size="small" onClick={() => void send(report)}>{say('send')}</Button> },
              ]}
            />
          )}
        </ShownPages>
      </Card>
      <Verify />
      <NewReport open={making} close={() => make(false)} made={reports.reload} />
      <Modal open={sent !== null} title={say('sending')} onCancel={() => setSent(null)} footer={<Button onClick={() => setSent(null)}>{say('close')}</Button>}>
        {sent?.problem && <Trouble problem={sent.problem} />}
        {sent?.job && <JobProgress id={sent.job.id} ended={reports.reload} />}
      </Modal>
    </Page>
  );
}

// An address without a page, or without the right to it.
import { Link } from 'react-router-dom';
import { useSay } from '../app/session';
import { Empty } from './Empty';
import { Page } from './Page';
import { texts } from './texts';

export function Absent({ forbidden }: { forbidden?: boolean }) {
  const say = useSay(texts);
  const title = say(forbidden ? 'no_right' : 'no_page');
  return (
    <Page title={title}>
      <div className="card">
        <Empty title={title} acts={<Link to="/">{say('to_overview')}</Link>}>
          {say(forbidden ? 'no_right_lead' : 'no_page_lead')}
        </Empty>
      </div>
    </Page>
  );
}

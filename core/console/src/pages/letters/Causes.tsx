// What waits, by what one remedy mends, the largest group first.
import { Link, useSearchParams } from 'react-router-dom';
import { seg, withQuery } from '../../api/client';
import { useFlowNames } from '../../api/names';
import type { Cause, Page as ListPage } from '../../api/types';
import { useResource } from '../../api/useResource';
import { useLabel, useSay, useSession } from '../../app/session';
import { ago, number } from '../../lib/format';
import { Empty } from '../../parts/Empty';
import { Card, Page } from '../../parts/Page';
import { Shown } from '../../parts/Shown';
import { RowLink, Table } from '../../parts/Table';
import { texts } from './texts';

export default function Causes() {
  const say = useSay(texts);
  const label = useLabel();
  const { language, may } = useSession();
  const flowName = useFlowNames();
  const [query] = useSearchParams();
  const flow = query.get('flow') ?? '';
  const causes = useResource<ListPage<Cause>>(withQuery('/dead-letters/causes', { flow }), ['letters']);
  const name = (cause: Cause) => label(cause.meaning) || cause.code;
  return (
    <Page title={say('title')} lead={say('lead')}>
      {flow && (
        <p className="note" data-tone="quiet">
          {say('of_flow', { flow: flowName(flow) })} · <Link to="/dead-letters">{say('all_flows')}</Link>
        </p>
      )}
      <Card flush>
        <Shown of={causes} lines={6}>
          {({ items }) =>
            items.length ? (
              <Table
                caption={say('title')}
                rows={items}
                keyOf={(cause) => `${cause.cause} ${cause.flow}`}
                columns={[
                  {
                    name: say('cause'), title: true, width: '36%',
                    cell: (cause) =>
                      may('letters') ? (
                        <RowLink to={`/dead-letters/cause/${seg(cause.cause)}`} sub={<>{cause.field && <code>{cause.field}</code>} {cause.pattern}</>}>
                          {name(cause)}
                        </RowLink>
                      ) : (
                        name(cause)
                      ),
                  },
                  { name: say('count'), end: true, cell: (cause) => <span className="strong">{number(cause.count, language)}</span> },
                  { name: say('flow'), cell: (cause) => <Link to={`/flows/${seg(cause.flow)}`}>{flowName(cause.flow)}</Link> },
                  { name: say('oldest'), cell: (cause) => <span className="nowrap">{ago(cause.oldest, language)}</span> },
                  { name: say('who'), width: '26%', cell: (cause) => <>{label(cause.who)}<span className="sub">{label(cause.action)}</span></> },
                ]}
              />
            ) : (
              <Empty good title={say('none')}>
                {say('none_lead')}
              </Empty>
            )
          }
        </Shown>
      </Card>
    </Page>
  );
}

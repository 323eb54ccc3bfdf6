// Systems at both sides of the hub, with lines as thick as what goes along them.
import { ArrowRightOutlined } from '@ant-design/icons';
import { Link } from 'react-router-dom';
import { seg } from '../../api/client';
import { useLabel, useSay, useSession } from '../../app/session';
import { length, number } from '../../lib/format';
import { Status, toneOf } from '../../parts/Status';
import { lineWidth, type Node, type Sides } from './map';
import './map.css';
import { texts } from './texts';

const row = 66; // px, as map.css has it

function SystemNode({ node }: { node: Node }) {
  const say = useSay(texts);
  const label = useLabel();
  const { language } = useSession();
  return (
    <li className="node" data-tone={toneOf(node.standing)}>
      <Link to={`/systems/${seg(node.system.name)}`}>
        <span className="name">{label(node.system.label)}</span>
        <span className="meta">
          <Status state={node.standing} plain />
          <span>{node.age === null ? say('no_success') : say('lag', { age: length(node.age, language) })}</span>
          <span>{number(node.volume, language)}</span>
        </span>
      </Link>
    </li>
  );
}

function Lines({ nodes, height, toRight }: { nodes: Node[]; height: number; toRight: boolean }) {
  const middle = height / 2;
  const offset = (height - nodes.length * row) / 2;
  return (
    <svg className="lines" viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" style={{ height }} aria-hidden>
      {nodes.map((node, i) => {
        const y = offset + i * row + row / 2;
        const [from, to] = toRight ? [middle, y] : [y, middle];
        return <path key={node.system.name} data-tone={toneOf(node.standing)} d={`M0 ${from} C55 ${from} 45 ${to} 100 ${to}`} strokeWidth={lineWidth(node.volume)} />;
      })}
    </svg>
  );
}

export function FlowMap({ sides }: { sides: Sides }) {
  const say = useSay(texts);
  const height = Math.max(sides.sources.length, sides.destinations.length, 2) * row;
  return (
    <div className="map">
      <div className="side-of">
        <h3>{say('sources')}</h3>
        <ul style={{ minHeight: height }}>
          {sides.sources.map((node) => (
            <SystemNode key={node.system.name} node={node} />
          ))}
        </ul>
      </div>
      <Lines nodes={sides.sources} height={height} toRight={false} />
      <div className="hub" style={{ height }}>
        <div>
          <ArrowRightOutlined aria-hidden className="arrow" />
          <img src="/icon.svg" alt="" width={40} height={40} />
          <strong>{say('hub')}</strong>
          {sides.derived > 0 && <span>{say('derived', { n: sides.derived })}</span>}
        </div>
      </div>
      <Lines nodes={sides.destinations} height={height} toRight />
      <div className="side-of">
        <h3>{say('destinations')}</h3>
        <ul style={{ minHeight: height }}>
          {sides.destinations.map((node) => (
            <SystemNode key={node.system.name} node={node} />
          ))}
        </ul>
      </div>
    </div>
  );
}

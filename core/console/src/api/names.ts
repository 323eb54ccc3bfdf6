// Labels of systems and flows in place of their identifiers; nothing while they are awaited.
import { useLabel } from '../app/session';
import type { Flow, Page, System } from './types';
import { useResource } from './useResource';

export function useSystemNames(): (name: string) => string {
  const label = useLabel();
  const systems = useResource<Page<System>>('/systems');
  return (name) => label(systems.data?.items.find((system) => system.name === name)?.label) || (systems.loading ? '' : name);
}

export function useFlowNames(): (name: string) => string {
  const label = useLabel();
  const flows = useResource<Page<Flow>>('/flows');
  return (name) => label(flows.data?.items.find((flow) => flow.name === name)?.label) || (flows.loading ? '' : name);
}

import type { BumpKind } from '../release/playbook.ts';
import type { StartFacts } from '../release/start-facts.ts';
import type { FactsShown, StartForm } from '../views/start-modal.ts';
import { entitledTo, type UserGroups } from './start-people.ts';
import { componentsIn } from './start-place.ts';
import type { StartPorts } from './start-ports.ts';

/** Which form: of a component, in a channel, for a person. */
export interface FormWanted {
  readonly component: string;
  readonly channel: string;
  readonly bump: BumpKind | undefined;
  readonly starter: string;
}

/** The component with its playbook as they are configured now; throws where slipway.yml has it no more. */
export function configured({ slipway, playbooks }: StartPorts, component: string) {
  const entry = slipway().components[component];
  const loaded = entry === undefined ? undefined : playbooks().get(entry.playbook);
  if (entry === undefined || loaded === undefined) return undefined;
  const subject = { component, repository: entry.repository, playbook: loaded.playbook };
  return { entry, ...loaded, subject };
}
export type Configured = NonNullable<ReturnType<typeof configured>>;

/** The form from what is known at this moment, without asking anybody. */
export function formOf(
  ports: StartPorts,
  { entry, playbook, subject }: Configured,
  wanted: FormWanted,
  reading: FactsShown,
  {
    groups = ports.groups.known(),
    facts = ports.facts.known(subject),
  }: { readonly groups?: UserGroups | undefined; readonly facts?: StartFacts | undefined } = {},
): StartForm {
  const slipway = ports.slipway();
  return {
    ...wanted,
    repository: entry.repository,
    components: componentsIn(slipway, wanted.channel),
    playbook,
    entitled: entitledTo(playbook, entry, groups),
    reading,
    facts,
    zone: slipway['time-zone'],
  };
}

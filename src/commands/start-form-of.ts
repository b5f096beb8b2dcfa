import { accountsAtStart } from '../release/accounts.ts';
import type { BumpKind } from '../release/playbook.ts';
import type { StartFacts } from '../release/start-facts.ts';
import type { FactsShown, StartForm } from '../views/start-modal.ts';
import { inTime } from './in-time.ts';
import { entitledTo, type TeamsKnown, teamKey, type UserGroups } from './start-people.ts';
import { componentsIn } from './start-place.ts';
import type { StartPorts } from './start-ports.ts';

/** Which form: of a component, in a channel, for a person. */
export interface FormWanted {
  readonly component: string;
  readonly channel: string;
  /** Of an earlier release, which it patches. */
  readonly hotfix: boolean;
  readonly bump: BumpKind | undefined;
  readonly starter: string;
}

/** The component with its playbook, of releases or of hotfixes, as they are configured now; undefined where slipway.yml has it no more. */
export function configured(
  { slipway, playbooks }: Pick<StartPorts, 'slipway' | 'playbooks'>,
  { component, hotfix }: Pick<FormWanted, 'component' | 'hotfix'>,
) {
  const entry = slipway().components[component];
  const loaded = playbooks().get((hotfix ? entry?.hotfix : entry?.playbook) ?? '');
  if (entry === undefined || loaded === undefined) return undefined;
  const subject = { component, repository: entry.repository, playbook: loaded.playbook };
  return { entry, ...loaded, subject };
}
export type Configured = NonNullable<ReturnType<typeof configured>>;

/** Whether there is a playbook for hotfixes of the component, as busyText asks. */
export function hotfixOf({ slipway }: Pick<StartPorts, 'slipway'>, component: string): false | 'none' {
  return slipway().components[component]?.hotfix === undefined ? 'none' : false;
}

/** What to say where slipway.yml has the component, or its hotfixes, no more. Plain text. */
export function notConfigured({ component, hotfix }: Pick<FormWanted, 'component' | 'hotfix'>): string {
  return `slipway.yml has no ${hotfix ? 'hotfix: for the ' : ''}component ${component} any more.`;
}

/** What is known at this moment of GitHub's teams. */
export function teamsKnown({ teams, slipway, links }: Pick<StartPorts, 'teams' | 'slipway' | 'links'>): TeamsKnown {
  const named = Object.fromEntries(Object.entries(slipway().people).map(([id, { github }]) => [id, github]));
  return { known: teams.known, logins: accountsAtStart(named, links.known()).github };
}

/** Asks for the teams that fill the component's roles, and who is who; what does not come in time stays as it was last known. */
export async function readTeams(
  { teams, links }: Pick<StartPorts, 'teams' | 'links'>,
  { entry }: Pick<Configured, 'entry'>,
  ms: number,
): Promise<void> {
  const keys = Object.values(entry.roles).flatMap((filling) =>
    'github-team' in filling ? [teamKey(entry.repository, filling['github-team'])] : [],
  );
  if (keys.length === 0) return;
  await Promise.all([links.all(), ...keys.map((key) => inTime(teams.get(key), ms))]);
}

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
  const { component, channel, bump, starter, hotfix } = wanted;
  return {
    component,
    channel,
    bump,
    starter,
    hotfix: entry.hotfix === undefined ? undefined : hotfix,
    repository: entry.repository,
    components: componentsIn(slipway, wanted.channel),
    playbook,
    entitled: entitledTo(playbook, entry, groups, teamsKnown(ports)),
    reading,
    facts,
    zone: slipway['time-zone'],
  };
}

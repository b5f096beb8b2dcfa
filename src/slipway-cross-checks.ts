import type { Playbooks } from './playbooks.ts';
import { affectedQuestion } from './release/affected-release.ts';
import { nearest } from './release/nearest.ts';
import { fill } from './release/placeholders.ts';
import { groupsOf, type Playbook } from './release/playbook.ts';
import { stepsIn } from './release/playbook-walk.ts';
import { signingRoles } from './release/signing-roles.ts';
import { valuesNeeded } from './release/values-needed.ts';
import type { Path, Problem, YamlFile } from './release/yaml-file.ts';
import { type ComponentEntry, playbooksOf, type SlipwayFile } from './slipway-file.ts';

interface Found {
  readonly path: Path;
  readonly part?: 'key';
  readonly message: string;
  readonly fix: string;
}

/** The channels that a playbook's announcements and windows name. */
export function channelsNeeded(playbook: Playbook): readonly string[] {
  const steps = playbook.stages.flatMap((stage) => groupsOf(stage).flat());
  return [
    ...new Set(
      steps.flatMap((step) => ('announce' in step ? [step.announce] : 'window' in step ? step['told-in'] : [])),
    ),
  ];
}

/** The hosts that a playbook's checks ask, as far as the component's values tell them. */
function hostsAsked(playbook: Playbook, { values }: ComponentEntry): readonly string[] {
  const steps = playbook.stages.flatMap((stage) => groupsOf(stage).flat());
  const urls = steps.flatMap((step) =>
    'check' in step && step.check === 'http-answers' ? [fill(step.url, values)] : [],
  );
  return [...new Set(urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).host] : [])))];
}

/** Whether a role is waited for in sign-offs only, of which there is at least one. */
function onlySigns(playbook: Playbook, role: string): boolean {
  const steps = playbook.stages.flatMap((stage) => groupsOf(stage).flat());
  const other = steps.some(
    (step) =>
      ('checklist' in step && step.checklist === role) ||
      ('window' in step && step.by.includes(role)) ||
      ('announce' in step && step['reviewed-by']?.includes(role)) ||
      ('deploy' in step && [...step.by, ...(step.with ?? [])].includes(role)),
  );
  return !other && steps.some((step) => 'sign-off' in step && signingRoles(step).includes(role));
}

/** Whether a role signs a pinned commit, of which GitHub does not say what it changes as it does of a pull request. */
function signsPinned(playbook: Playbook, role: string): boolean {
  const steps = stepsIn(playbook);
  const pinned = steps.flatMap(({ step, name }) => ('action' in step && step.action === 'pin-commit' ? [name] : []));
  return steps.some(({ step }) => 'sign-off' in step && signingRoles(step).includes(role) && pinned.includes(step.of));
}

function* roleProblems(
  component: ComponentEntry,
  playbook: Playbook,
  slipway: SlipwayFile,
  linkable: boolean,
): Generator<Found> {
  const asked = Object.entries(playbook.roles).filter(([, role]) => role.from === 'slipway.yml');
  for (const [name, role] of asked) {
    const filling = component.roles[name];
    if (filling === undefined) {
      yield {
        path: ['roles'],
        part: 'key',
        message: `The role ${name} of playbook ${playbook.playbook} has nobody.`,
        fix: `Add ${name}: { group: S… } or ${name}: { people: [U…] } under roles.`,
      };
      continue;
    }
    if ('codeowners' in filling && !onlySigns(playbook, name))
      yield {
        path: ['roles', name],
        message: `CODEOWNERS can fill only a role that signs, and ${name} does something else in playbook ${playbook.playbook}.`,
        fix: `Write ${name}: { group: S… } or ${name}: { people: [U…] }.`,
      };
    if ('codeowners' in filling && signsPinned(playbook, name))
      yield {
        path: ['roles', name],
        message: `CODEOWNERS tells who owns what a pull request changes, and ${name} signs a pinned commit in playbook ${playbook.playbook}.`,
        fix: `Write ${name}: { group: S… } or ${name}: { people: [U…] }.`,
      };
    if (!('people' in filling)) continue;
    const distinct = new Set(filling.people);
    if (distinct.size < role.quorum)
      yield {
        path: ['roles', name],
        message: `${role.quorum} people must sign as ${name}, but ${distinct.size} can.`,
        fix: 'Name more people, or use a user group.',
      };
    for (const [index, person] of filling.people.entries())
      if (role.not.includes('author') && slipway.people[person] === undefined && !linkable)
        yield {
          path: ['roles', name, 'people', index],
          message: `Authors may not sign as ${name}, but nobody knows who ${person} is on GitHub.`,
          fix: `Add ${person}: { github: … } under people.`,
        };
  }
}

/** Roles that are filled and that no playbook of the component has. */
function* strangeRoles(component: ComponentEntry, playbooks: readonly Playbook[]): Generator<Found> {
  const roles = playbooks.flatMap((playbook) => Object.entries(playbook.roles));
  const asked = [...new Set(roles.flatMap(([name, role]) => (role.from === 'slipway.yml' ? [name] : [])))];
  for (const name of Object.keys(component.roles)) {
    if (roles.some(([one]) => one === name)) continue; // of a role that the starter fills: only these may start
    const near = nearest(name, asked);
    const others = asked.join(', ');
    yield {
      path: ['roles', name],
      part: 'key',
      message:
        playbooks.length === 1
          ? `Playbook ${playbooks[0]?.playbook} has no role ${name}.`
          : `Neither ${playbooks.map(({ playbook }) => playbook).join(' nor ')} has a role ${name}.`,
      fix: near === undefined ? `Remove it; to be filled here: ${others === '' ? 'none' : others}.` : `Write ${near}.`,
    };
  }
}

/** What `hotfix:` names must patch an earlier release: it runs beside the others. */
function* hotfixProblems({ hotfix }: ComponentEntry, playbooks: Playbooks): Generator<Found> {
  const playbook = playbooks.get(hotfix ?? '')?.playbook;
  if (playbook === undefined || affectedQuestion(playbook) !== undefined) return;
  yield {
    path: ['hotfix'],
    message: `Playbook ${playbook.playbook} does not ask which release it patches.`,
    fix: 'Add a question of kind: tag to it, or name one that has it, such as release-please-hotfix.',
  };
}

function* componentProblems(component: ComponentEntry, playbook: Playbook, slipway: SlipwayFile): Generator<Found> {
  for (const name of valuesNeeded(playbook)) {
    const value = component.values[name];
    if (value === undefined || value === '')
      yield {
        path: ['values', name],
        part: 'key',
        message: `Playbook ${playbook.playbook} needs a value for <${name}>.`,
        fix: `Add ${name}: … under values.`,
      };
  }
  for (const name of channelsNeeded(playbook))
    if (slipway.channels[name] === undefined)
      yield {
        path: ['playbook'],
        message: `Playbook ${playbook.playbook} announces in the channel ${name}, which is not known.`,
        fix: `Add ${name}: C… under channels, at the top of the file.`,
      };
  const allowed = new Set(slipway['allowed-hosts'].map((one) => one.host.replace(/:443$/, '')));
  for (const host of hostsAsked(playbook, component))
    if (!allowed.has(host))
      yield {
        path: ['playbook'],
        message: `Playbook ${playbook.playbook} asks ${host}, which is not allowed.`,
        fix: `Add ${host} under allowed-hosts, at the top of the file.`,
      };
}

function unknownPlaybook(name: string, playbooks: Playbooks, key: 'playbook' | 'hotfix'): Found {
  const near = nearest(name, playbooks.keys());
  const fix = near === undefined ? `There are: ${[...playbooks.keys()].join(', ') || 'none'}.` : `Write ${near}.`;
  return { path: [key], message: `There is no playbook ${name}.`, fix };
}

/**
 * What of slipway.yml does not fit the playbooks.
 *
 * @param linkable whether people can say themselves who they are on GitHub
 * @param complete whether all playbook files could be read: one that is missing is then a mistake of slipway.yml
 */
export function crossProblems(
  slipway: SlipwayFile,
  file: YamlFile,
  playbooks: Playbooks,
  complete: boolean,
  linkable = false,
): readonly Problem[] {
  return Object.entries(slipway.components).flatMap(([name, component]) => {
    const loaded = playbooksOf(component).map((one) => playbooks.get(one)?.playbook);
    const known = loaded.filter((playbook) => playbook !== undefined);
    const unknown = playbooksOf(component).flatMap((one, n) =>
      loaded[n] === undefined && complete ? [unknownPlaybook(one, playbooks, n === 0 ? 'playbook' : 'hotfix')] : [],
    );
    const found = [
      ...unknown,
      ...known.flatMap((playbook) => [...roleProblems(component, playbook, slipway, linkable)]),
      ...(known.length === loaded.length ? strangeRoles(component, known) : []),
      ...known.flatMap((playbook) => [...componentProblems(component, playbook, slipway)]),
      ...hotfixProblems(component, playbooks),
    ];
    return found.map(({ path, part, message, fix }) => ({
      ...file.placeOf(['components', name, ...path], part),
      message: `${name}: ${message}`,
      fix,
    }));
  });
}

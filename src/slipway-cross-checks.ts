import type { Playbooks } from './playbooks.ts';
import { nearest } from './release/nearest.ts';
import { groupsOf, type Playbook } from './release/playbook.ts';
import { valuesNeeded } from './release/values-needed.ts';
import type { Path, Problem, YamlFile } from './release/yaml-file.ts';
import type { ComponentEntry, SlipwayFile } from './slipway-file.ts';

interface Found {
  readonly path: Path;
  readonly part?: 'key';
  readonly message: string;
  readonly fix: string;
}

/** The channels that a playbook's announcements name. */
export function channelsNeeded(playbook: Playbook): readonly string[] {
  const steps = playbook.stages.flatMap((stage) => groupsOf(stage).flat());
  return [...new Set(steps.flatMap((step) => ('announce' in step ? [step.announce] : [])))];
}

function* roleProblems(component: ComponentEntry, playbook: Playbook, slipway: SlipwayFile): Generator<Found> {
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
    if (!('people' in filling)) continue;
    const distinct = new Set(filling.people);
    if (distinct.size < role.quorum)
      yield {
        path: ['roles', name],
        message: `${role.quorum} people must sign as ${name}, but ${distinct.size} can.`,
        fix: 'Name more people, or use a user group.',
      };
    for (const [index, person] of filling.people.entries())
      if (role.not.includes('author') && slipway.people[person] === undefined)
        yield {
          path: ['roles', name, 'people', index],
          message: `Authors may not sign as ${name}, but nobody knows who ${person} is on GitHub.`,
          fix: `Add ${person}: { github: … } under people.`,
        };
  }
  for (const name of Object.keys(component.roles)) {
    if (playbook.roles[name] !== undefined) continue; // of a role that the starter fills: only these may start
    const near = nearest(
      name,
      asked.map(([one]) => one),
    );
    const others = asked.map(([one]) => one).join(', ');
    yield {
      path: ['roles', name],
      part: 'key',
      message: `Playbook ${playbook.playbook} has no role ${name}.`,
      fix: near === undefined ? `Remove it; to be filled here: ${others === '' ? 'none' : others}.` : `Write ${near}.`,
    };
  }
}

function* componentProblems(component: ComponentEntry, playbook: Playbook, slipway: SlipwayFile): Generator<Found> {
  yield* roleProblems(component, playbook, slipway);
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
}

function unknownPlaybook(name: string, playbooks: Playbooks): Found {
  const near = nearest(name, playbooks.keys());
  const fix = near === undefined ? `There are: ${[...playbooks.keys()].join(', ') || 'none'}.` : `Write ${near}.`;
  return { path: ['playbook'], message: `There is no playbook ${name}.`, fix };
}

/**
 * What of slipway.yml does not fit the playbooks.
 *
 * @param complete whether all playbook files could be read: one that is missing is then a mistake of slipway.yml
 */
export function crossProblems(
  slipway: SlipwayFile,
  file: YamlFile,
  playbooks: Playbooks,
  complete: boolean,
): readonly Problem[] {
  return Object.entries(slipway.components).flatMap(([name, component]) => {
    const playbook = playbooks.get(component.playbook)?.playbook;
    const found =
      playbook !== undefined
        ? [...componentProblems(component, playbook, slipway)]
        : complete
          ? [unknownPlaybook(component.playbook, playbooks)]
          : [];
    return found.map(({ path, part, message, fix }) => ({
      ...file.placeOf(['components', name, ...path], part),
      message: `${name}: ${message}`,
      fix,
    }));
  });
}

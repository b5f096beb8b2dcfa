import type { StartRelease } from '../release/commands.ts';
import type { ReleaseStarted } from '../release/events.ts';
import { answerMistakes, versionMistake } from '../release/start-answers.ts';
import { nextTag, type StartFacts } from '../release/start-facts.ts';
import { type EntitledByRole, roleMistakes } from '../release/start-roles.ts';
import type { SlipwayFile } from '../slipway-file.ts';
import { type StartInput, startIds } from '../views/start-form.ts';
import type { Configured } from './start-form-of.ts';

/** A sent start form with all that it is judged by. */
export interface Sent {
  readonly input: StartInput;
  readonly config: Configured;
  readonly facts: StartFacts;
  readonly entitled: EntitledByRole;
  readonly starter: string;
  readonly slipway: SlipwayFile;
  readonly nameOf: (person: string) => string;
  readonly unfit: (person: string) => string | undefined;
  readonly now: Date;
}

function loginsOf({ people }: SlipwayFile): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(people).map(([id, { github }]) => [id, github]));
}

/** What is wrong, in plain text by block_id; empty when the release can start. */
export function mistakesOf(sent: Sent): ReadonlyMap<string, string> {
  const { input, config, facts, entitled, starter, slipway, nameOf, unfit, now } = sent;
  const { subject, playbook } = config;
  const { component } = subject;
  const mistakes = new Map<string, string>();
  const bump = input.bump;
  const version =
    bump === undefined || !playbook.bump.choices.includes(bump)
      ? 'Choose the kind of version.'
      : versionMistake(playbook, bump, facts);
  if (version !== undefined) mistakes.set(startIds.bump(component), version);
  for (const [name, mistake] of answerMistakes(playbook, input.answers, facts)) {
    const folders = playbook.questions[name]?.kind === 'folders';
    const block = folders
      ? startIds.folders(component, name, facts.folders[name] ?? [])
      : startIds.question(playbook.playbook, name);
    mistakes.set(block, mistake);
  }
  const choice = {
    starter,
    chosen: input.roles,
    entitled,
    logins: loginsOf(slipway),
    authors: facts.changes.authors,
    nameOf,
    unfit,
  };
  for (const [name, mistake] of roleMistakes(playbook, choice)) mistakes.set(startIds.role(component, name), mistake);
  if (input.targetAt !== undefined && input.targetAt <= now)
    mistakes.set(startIds.target, 'That is in the past. Choose a later time, or none.');
  return mistakes;
}

function answersOf({ input }: Sent): ReleaseStarted['answers'] {
  return Object.fromEntries(
    Object.entries(input.answers).flatMap(([name, given]) => (given === undefined ? [] : [[name, given]])),
  );
}

function rolesOf({ input, config, starter }: Sent): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(config.playbook.roles).map(([name, role]) => [
      name,
      role.from === 'starter' ? [starter] : [...new Set(input.roles[name] ?? [])],
    ]),
  );
}

/** The command of a form without mistakes. */
export function startCommand(sent: Sent): StartRelease {
  const { input, config, facts, starter, slipway } = sent;
  const { entry, playbook, digest, subject } = config;
  if (input.bump === undefined) throw new Error('A start form without a kind of version has a mistake.');
  const { commits, pullRequests } = facts.changes;
  return {
    type: 'StartRelease',
    by: starter,
    component: {
      name: subject.component,
      repository: entry.repository,
      channel: entry.channel,
      values: entry.values,
      announcements: slipway.channels,
      github: { ...loginsOf(slipway) },
    },
    playbook,
    playbookDigest: digest,
    bump: input.bump,
    version: nextTag(playbook.tag, facts, input.bump).version,
    ...(facts.latest === undefined ? {} : { previousTag: facts.latest.tag }),
    answers: answersOf(sent),
    roles: rolesOf(sent),
    changes: { commits, pullRequests, head: facts.head },
    ...(input.targetAt === undefined ? {} : { targetAt: input.targetAt.toISOString() }),
  };
}

import { accountsAtStart, type Link } from '../release/accounts.ts';
import { affectedQuestion, affectedReleases, releasedAs } from '../release/affected-release.ts';
import { issueNumber } from '../release/asked-issue.ts';
import type { StartRelease } from '../release/commands.ts';
import type { ReleaseStarted } from '../release/events.ts';
import type { RoleSource } from '../release/role-source.ts';
import { answerMistakes, type IssuesAsked, versionMistake } from '../release/start-answers.ts';
import type { StartFacts } from '../release/start-facts.ts';
import { type EntitledByRole, mostPreselected, roleMistakes, rolesToFill } from '../release/start-roles.ts';
import type { RoleFilling, SlipwayFile } from '../slipway-file.ts';
import { type StartInput, startIds } from '../views/start-form.ts';
import type { Configured } from './start-form-of.ts';

/** A sent start form with all that it is judged by. */
export interface Sent {
  readonly input: StartInput;
  readonly config: Configured;
  readonly facts: StartFacts;
  readonly issues: IssuesAsked;
  readonly entitled: EntitledByRole;
  readonly starter: string;
  readonly slipway: SlipwayFile;
  readonly links: readonly (Link & { readonly current: boolean })[];
  readonly nameOf: (person: string) => string;
  readonly unfit: (person: string) => string | undefined;
  readonly now: Date;
}

/** Who is who on GitHub: as slipway.yml says, and as people have confirmed. */
function knownOf({ slipway, links }: Sent) {
  const logins = Object.fromEntries(Object.entries(slipway.people).map(([id, { github }]) => [id, github]));
  return accountsAtStart(logins, links);
}

/** The block of a question's input: what GitHub offers has an id of its own. */
function blockOf({ config, facts }: Sent, name: string): string {
  const { playbook, subject } = config;
  const kind = playbook.questions[name]?.kind;
  if (kind === 'folders') return startIds.folders(subject.component, name, facts.folders[name] ?? []);
  if (kind !== 'tag') return startIds.question(playbook.playbook, name);
  const tags = affectedReleases(playbook, facts).map(({ tag }) => tag);
  return startIds.folders(subject.component, name, tags);
}

/** What is wrong, in plain text by block_id; empty when the release can start. */
export function mistakesOf(sent: Sent): ReadonlyMap<string, string> {
  const { input, config, facts, entitled, starter, nameOf, unfit, now } = sent;
  const { subject, playbook } = config;
  const { component } = subject;
  const mistakes = new Map<string, string>();
  const bump = input.bump;
  const version =
    bump === undefined || !playbook.bump.choices.includes(bump)
      ? 'Choose the kind of version.'
      : versionMistake(playbook, bump, facts);
  if (version !== undefined) mistakes.set(startIds.bump(component), version);
  for (const [name, mistake] of answerMistakes(playbook, input.answers, facts, sent.issues))
    mistakes.set(blockOf(sent, name), mistake);
  const choice = {
    starter,
    chosen: input.roles,
    entitled,
    logins: knownOf(sent).github,
    authors: facts.changes.authors,
    nameOf,
    unfit,
  };
  for (const [name, mistake] of roleMistakes(playbook, choice)) mistakes.set(startIds.role(component, name), mistake);
  if (input.targetAt !== undefined && input.targetAt <= now)
    mistakes.set(startIds.target, 'That is in the past. Choose a later time, or none.');
  return mistakes;
}

function answersOf({ input, config }: Sent): ReleaseStarted['answers'] {
  const { playbook, subject } = config;
  return Object.fromEntries(
    Object.entries(input.answers).flatMap(([name, given]) => {
      if (given === undefined) return [];
      if (playbook.questions[name]?.kind !== 'issue' || typeof given !== 'string') return [[name, given]];
      return [[name, String(issueNumber(given, subject.repository) ?? '')]]; // `#12` and an address mean 12
    }),
  );
}

/** Whether all whom the form offered were chosen: then the role follows what fills it. */
function isWhole({ input, entitled }: Pick<Sent, 'input' | 'entitled'>, role: string): boolean {
  const may = entitled[role];
  const chosen = input.roles[role] ?? [];
  return may?.kind === 'people' && may.people.slice(0, mostPreselected).every((one) => chosen.includes(one));
}

function rolesOf(sent: Sent): Record<string, string[]> {
  const { input, config, starter, entitled } = sent;
  return Object.fromEntries(
    Object.entries(config.playbook.roles).map(([name, role]) => {
      if (role.from === 'starter') return [name, [starter]];
      const may = entitled[name];
      const whole =
        may?.kind === 'people' && sourceOf(config.entry.roles[name], false) !== undefined && isWhole(sent, name);
      return [name, [...new Set([...(input.roles[name] ?? []), ...(whole ? may.people : [])])]];
    }),
  );
}

/** What fills a role, as a release writes it down; undefined for people who are named. */
export function sourceOf(filling: RoleFilling | undefined, follows: boolean): RoleSource | undefined {
  if (filling === undefined || 'people' in filling) return undefined;
  if ('codeowners' in filling) return { kind: 'codeowners' };
  return 'group' in filling
    ? { kind: 'group', id: filling.group, follows }
    : { kind: 'github-team', team: filling['github-team'], follows };
}

function sourcesOf(sent: Sent): Record<string, RoleSource> {
  return Object.fromEntries(
    rolesToFill(sent.config.playbook).flatMap(([name]) => {
      const source = sourceOf(sent.config.entry.roles[name], isWhole(sent, name));
      return source === undefined ? [] : [[name, source]];
    }),
  );
}

/** The command of a form without mistakes. */
export function startCommand(sent: Sent): StartRelease {
  const { input, config, facts, starter, slipway } = sent;
  const { entry, playbook, digest, subject } = config;
  if (input.bump === undefined) throw new Error('A start form without a kind of version has a mistake.');
  const { commits, pullRequests } = facts.changes;
  const { version, previousTag } = releasedAs(playbook, facts, input.bump, input.answers);
  const ofHotfix = affectedQuestion(playbook) !== undefined; // its branch is made later
  return {
    type: 'StartRelease',
    by: starter,
    component: {
      name: subject.component,
      repository: entry.repository,
      channel: entry.channel,
      values: entry.values,
      announcements: slipway.channels,
      ...knownOf(sent),
    },
    playbook,
    playbookDigest: digest,
    bump: input.bump,
    version,
    ...(previousTag === undefined ? {} : { previousTag }),
    answers: answersOf(sent),
    roles: rolesOf(sent),
    sources: sourcesOf(sent),
    changes: { commits, pullRequests, ...(ofHotfix ? {} : { head: facts.head }) },
    ...(input.targetAt === undefined ? {} : { targetAt: input.targetAt.toISOString() }),
  };
}

import type { JobCommand, PersonCommand } from './commands.ts';
import { mayNotManage } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import { opensPullRequest } from './opened-pull-request.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { isRunning, type Person, type Release, stepState } from './release.ts';
import { shortened } from './shortened.ts';

type Of<T extends JobCommand['type']> = Extract<JobCommand, { type: T }>;

/** The fact of a step that opened the release pull request: the pull requests that it carries, a line each. */
export const pullsFact = 'pulls';
/** Slack takes so many options in a select. */
const mostPulls = 100;
const longestTitle = 120;

/** Somebody asked that a change is taken out of the release, and what came of it. */
export interface TakeOut {
  /** The pull request that is taken out. */
  readonly change: number;
  readonly title: string;
  readonly by: Person;
  readonly at: Date;
  readonly reason: string;
  /** The pull request that takes it out. */
  readonly opened?: { readonly number: number; readonly url: string } | undefined;
  readonly ended?: { readonly how: 'merged' | 'closed' | 'refused'; readonly at: Date } | undefined;
}

/** The fact from the pull requests that were merged since the last release. */
export function listPulls(pulls: readonly { readonly number: number; readonly title: string }[]): string {
  return pulls
    .slice(0, mostPulls)
    .map(({ number, title }) => `${number} ${shortened(title.replaceAll(/\s+/g, ' '), longestTitle)}`)
    .join('\n');
}

interface Carried {
  readonly planned: PlannedStep;
  readonly into: string;
  readonly pulls: readonly { readonly number: number; readonly title: string }[];
}

/** The release pull request that is open, or was merged last, and what it carries; undefined before there is one. */
function carriedBy(release: Release): Carried | undefined {
  const planned = release.plan.findLast(
    ({ id, step }) => opensPullRequest(step) && stepState(release, id).facts['number'] !== undefined,
  );
  if (planned === undefined || !opensPullRequest(planned.step)) return undefined;
  const into = planned.step.action === 'open-pull-request' ? planned.step.from : planned.step.to;
  const lines = (stepState(release, planned.id).facts[pullsFact] ?? '').split('\n').filter((line) => line !== '');
  const pulls = lines.map((line) => {
    const [number = '', ...title] = line.split(' ');
    return { number: Number(number), title: title.join(' ') };
  });
  return { planned, into, pulls };
}

function isMerged(release: Release, { id }: PlannedStep): boolean {
  return release.plan.some(
    (p) =>
      'action' in p.step &&
      p.step.action === 'merge-pull-request' &&
      p.step.of === id &&
      stepState(release, p.id).status === 'done',
  );
}

/** The changes that can be taken out now: none before the release pull request is open, and none after it is merged. */
export function changesToTakeOut(release: Release): Carried['pulls'] {
  const carried = carriedBy(release);
  if (carried === undefined || !isRunning(release) || isMerged(release, carried.planned)) return [];
  return carried.pulls.filter(({ number }) => pendingOf(release, number) === undefined);
}

/** The branch from which changes are taken out. */
export function takenOutOf(release: Release): string | undefined {
  return carriedBy(release)?.into;
}

function pendingOf(release: Release, change: number): TakeOut | undefined {
  return release.takeOuts.find((one) => one.change === change && one.ended === undefined);
}

/** What is being taken out, by its number among all that was asked, from 1. Nothing any more once the release pull request is merged or the release is over. */
export function openTakeOuts(release: Release): readonly { readonly asked: number; readonly takeOut: TakeOut }[] {
  const carried = carriedBy(release);
  if (carried === undefined || !isRunning(release) || isMerged(release, carried.planned)) return [];
  return release.takeOuts.flatMap((takeOut, n) => (takeOut.ended === undefined ? [{ asked: n + 1, takeOut }] : []));
}

/** The release with what an event says of changes that are taken out. */
export function withTakeOut(release: Release, event: ReleaseEvent, at: Date): Release {
  if (event.type === 'TakeOutAsked') {
    const { change, title, by, reason } = event;
    return { ...release, takeOuts: [...release.takeOuts, { change, title, by, at, reason }] };
  }
  if (event.type !== 'TakeOutOpened' && event.type !== 'TakeOutEnded') return release;
  const takeOuts = release.takeOuts.map((one, n) => {
    if (n + 1 !== event.asked) return one;
    if (event.type === 'TakeOutEnded') return { ...one, ended: { how: event.how, at } };
    return { ...one, opened: { number: event.number, url: event.url } };
  });
  return { ...release, takeOuts };
}

/** Those who run a release may have a change taken out of it, until it is merged. */
export function decideTakeOut(
  release: Release,
  { by, change, reason }: Extract<PersonCommand, { type: 'TakeOut' }>,
): readonly ReleaseEvent[] | Refusal {
  const barred = mayNotManage(release, by);
  if (barred !== undefined) return barred;
  const carried = carriedBy(release);
  if (carried === undefined)
    return refusal(
      'not_current',
      'This release has no open release pull request, so Slipway does not know what it carries. Ask again when it is open, or revert the change on GitHub by hand.',
    );
  const { number } = stepState(release, carried.planned.id).facts;
  if (isMerged(release, carried.planned))
    return refusal(
      'not_current',
      `Release pull request #${number} is merged, so nothing can be taken out of it any more. Release the revert as a hotfix; once the tag is made, this version can be taken back by the word withdraw.`,
    );
  const pending = pendingOf(release, change);
  if (pending !== undefined)
    return refusal(
      'nothing_to_do',
      pending.opened === undefined
        ? `#${change} is being taken out already.`
        : `#${change} is being taken out already: merge pull request #${pending.opened.number}.`,
    );
  const found = carried.pulls.find((one) => one.number === change);
  if (found === undefined) {
    const all = carried.pulls.map((one) => `#${one.number}`).join(', ');
    return refusal(
      'nothing_to_do',
      `#${change} is no pull request of this release${all === '' ? '' : `; it carries ${all}`}.`,
    );
  }
  if (reason.trim() === '') return refusal('reason_missing', 'Say why: the reason goes to GitHub and into the record.');
  return [{ type: 'TakeOutAsked', by, change, title: found.title, reason: reason.trim() }];
}

/** The pull request that takes a change out is open, or was merged or closed, or cannot be made. */
export function decideTakeOutReport(
  release: Release,
  command: Of<'RecordTakeOutOpened'> | Of<'RecordTakeOutEnded'>,
): readonly ReleaseEvent[] {
  const { asked } = command;
  const takeOut = release.takeOuts[asked - 1];
  if (takeOut === undefined || takeOut.ended !== undefined) return [];
  if (command.type === 'RecordTakeOutOpened') {
    if (takeOut.opened !== undefined) return [];
    const { how, number, url } = command;
    return [{ type: 'TakeOutOpened', asked, how, number, url }];
  }
  const { how, sentence, byHand } = command;
  return [{ type: 'TakeOutEnded', asked, how, sentence, ...(byHand === undefined ? {} : { byHand }) }];
}

import { blockingIssues } from './blocking-issues.ts';
import { awaitsOpening } from './deploy-window.ts';
import { managersOf } from './entitlement.ts';
import { isMachines, type Person, plannedStep, type Release, stepState } from './release.ts';
import { openReviews, reviewersOf } from './reviews.ts';
import { subjectOf } from './sign-off.ts';
import { titleOf, type Waiting, waitingOf } from './waiting.ts';

function hasApproved(release: Release, { planned, state }: Waiting, person: Person): boolean {
  if (planned.kind !== 'sign-off') return false;
  const subject = subjectOf(release, planned.id);
  return state.signatures.some((s) => s.by === person && s.decision === 'approve' && s.subject === subject);
}

/** Whether people are asked for it now: no machine is at it, or it found issues that people can settle. */
function asksPeople(release: Release, { planned, state }: Waiting): boolean {
  const people = !isMachines(release, planned.id) || blockingIssues(state).length > 0;
  return release.status === 'open' && state.status === 'active' && people && !awaitsOpening(release, planned);
}

type Waits = readonly { readonly waiting: Waiting; readonly people: readonly Person[] }[];

/** What it came to for a release as it stands: at every event it is asked for each of its people, before and after. */
const known = new WeakMap<Release, Waits>();

/** What the release waits for, with those of whom it does: what failed waits for those who run it. While it is paused, only that. */
function waits(release: Release): Waits {
  const found = known.get(release) ?? waitsNow(release);
  known.set(release, found);
  return found;
}

/** What was forced waits for its review, of those who may close it. It has no deadline: the release only does not close before. */
function reviewWaits(release: Release): Waits {
  if (release.status !== 'open') return [];
  return openReviews(release).flatMap(({ step, at }) => {
    const planned = plannedStep(release, step);
    const state = stepState(release, step);
    if (planned === undefined || state.status !== 'done') return [];
    const people = reviewersOf(release, step);
    const title = `Review of what was forced: ${titleOf(release, planned)}`;
    return [
      { waiting: { planned, state, title, people, since: at, deadline: undefined, reminder: undefined }, people },
    ];
  });
}

function waitsNow(release: Release): Waits {
  if (release.status !== 'open' && release.status !== 'paused') return [];
  return [...stepWaits(release), ...reviewWaits(release)];
}

function stepWaits(release: Release): Waits {
  return waitingOf(release).flatMap((waiting) => {
    if (waiting.state.status === 'failed') return [{ waiting, people: managersOf(release) }];
    if (!asksPeople(release, waiting)) return [];
    return [{ waiting, people: waiting.people.filter((person) => !hasApproved(release, waiting, person)) }];
  });
}

/** What the release waits for from this person, failures first. */
export function waitsFor(release: Release, person: Person): readonly Waiting[] {
  const own = waits(release).flatMap(({ waiting, people }) => (people.includes(person) ? [waiting] : []));
  const failed = own.filter(({ state }) => state.status === 'failed');
  return [...failed, ...own.filter((w) => !failed.includes(w))];
}

/** Everybody of whom the release waits for something now, with the steps. */
export function waitedFor(release: Release): ReadonlyMap<Person, readonly Waiting[]> {
  const all = new Map<Person, Waiting[]>();
  for (const { waiting, people } of waits(release))
    for (const person of people) all.set(person, [...(all.get(person) ?? []), waiting]);
  return all;
}

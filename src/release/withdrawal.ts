import type { JobCommand, PersonCommand } from './commands.ts';
import { mayNotManage } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import { fill } from './placeholders.ts';
import { nothingSince, redeploymentOf, redeployPlan, type Standing } from './redeploy.ts';
import { type Refusal, refusal } from './refusal.ts';
import { isRunning, isWithdrawing, liveSteps, type Release, stepState } from './release.ts';
import { taggedCommit } from './released-commit.ts';
import { noReason } from './said-enough.ts';
import type { StepState } from './step-state.ts';
import { untouched } from './void-judgements.ts';
import { valuesOf } from './waiting.ts';

const ofAnnouncement = 'announcement.';
const [ofPage, ofTag] = ['release-page', 'tag'];

/** A step of a withdrawn release that is not done will not be: nobody and nothing is waited for. */
function abandoned(state: StepState): StepState {
  return state.status === 'done' ? state : { ...state, status: 'pending', since: undefined };
}

/** A running release ends with its withdrawal. While the version before is to be brought back, it goes on for that alone. */
function taken(release: Release, event: Extract<ReleaseEvent, { type: 'ReleaseWithdrawn' }>, at: Date): Release {
  const { by, reason, redeploy, left = [] } = event;
  const end = isRunning(release)
    ? { status: 'cancelled' as const, statusChange: { at, by, reason } }
    : { status: release.status, statusChange: release.statusChange };
  const withdrawn = { by, at, reason, carriedOut: {}, left, end };
  if (redeploy === undefined) return { ...release, withdrawn, ...end };
  const { tag, version, steps } = redeploy;
  const added = redeployPlan(release, steps);
  return {
    ...release,
    withdrawn: { ...withdrawn, redeploy: { tag, version } },
    plan: [...release.plan, ...added],
    steps: {
      ...Object.fromEntries(Object.entries(release.steps).map(([id, state]) => [id, abandoned(state)])),
      ...Object.fromEntries(added.map(({ id }) => [id, untouched])),
    },
    status: 'open',
    statusChange: { at, by },
  };
}

/** The release with what an event says of its being taken back. */
export function withWithdrawal(release: Release, event: ReleaseEvent, at: Date): Release {
  if (event.type === 'ReleaseWithdrawn') return taken(release, event, at);
  if (event.type === 'WithdrawalEnded') {
    const { withdrawn } = release;
    if (withdrawn === undefined) return release;
    const { by, reason = '' } = event;
    const givenUp = by === undefined ? {} : { givenUp: { by, at, reason } };
    return { ...release, ...withdrawn.end, withdrawn: { ...withdrawn, ...givenUp } };
  }
  if (event.type !== 'WithdrawalCarriedOut' || release.withdrawn === undefined) return release;
  const { task, refused = false, sentence, link } = event;
  const carriedOut = { ...release.withdrawn.carriedOut, [task]: { refused, sentence, link } };
  return { ...release, withdrawn: { ...release.withdrawn, carriedOut } };
}

/** The announcements that were posted, by step: where they went. */
export function announcedIn(release: Release): readonly { readonly step: string; readonly channel: string }[] {
  return release.plan.flatMap(({ id, kind }) => {
    const { done, facts } = stepState(release, id);
    const { channel } = facts;
    return kind === 'announce' && done?.how === 'made' && channel !== undefined ? [{ step: id, channel }] : [];
  });
}

/** The ids of the GitHub releases that Slipway published, or that Release Please did for it. */
export function pagesMade(release: Release): readonly string[] {
  return release.plan.flatMap(({ id, step }) =>
    'action' in step && (step.action === 'publish-release' || step.action === 'release-please-published')
      ? (stepState(release, id).facts['id'] ?? [])
      : [],
  );
}

/** The tags that Release Please made of the same commit beside the release's own, each with a GitHub release. */
export function tagsBeside(release: Release): readonly string[] {
  const made = release.plan.flatMap((planned) => {
    const { step, id } = planned;
    if (!('action' in step) || step.action !== 'release-please-published') return [];
    if (stepState(release, id).facts['id'] === undefined) return [];
    const values = valuesOf(release, planned);
    return step.tags.map((tag) => fill(tag, values));
  });
  return [...new Set(made)].filter((tag) => tag !== release.tag);
}

/**
 * All that is taken back outside when the release is withdrawn, in order: its pages on GitHub, what was announced, its tags.
 * The tags go last, once the version before is deployed or nobody waits for that any more: until then people and
 * machines still look at what is there, and a run that goes wrong shows which version it replaced.
 */
export function withdrawalPlan(release: Release): readonly string[] {
  const page = pagesMade(release).length > 0;
  const beside = tagsBeside(release);
  const revertsTag = release.playbook.withdraw?.['revert-tag'] === true;
  return [
    ...(page ? [ofPage] : []),
    ...beside.map((tag) => `${ofPage}.${tag}`),
    ...announcedIn(release).map(({ step }) => `${ofAnnouncement}${step}`),
    ...(revertsTag ? [ofTag, ...beside.map((tag) => `${ofTag}.${tag}`)] : []),
  ];
}

/** What of it is still to be done. */
export function withdrawalTasks(release: Release): readonly string[] {
  const { withdrawn } = release;
  if (withdrawn === undefined) return [];
  return withdrawalPlan(release)
    .filter((task) => withdrawn.carriedOut[task] === undefined)
    .filter((task) => !deletesTag(task) || !isWithdrawing(release));
}

/** Whether a task deletes a tag; the others of a tag mark its GitHub release. */
export function deletesTag(task: string): boolean {
  return task === ofTag || task.startsWith(`${ofTag}.`);
}

/** The tag that a task is about: the release's own, or one beside it. */
export function tagOfTask(release: Release, task: string): string {
  return tagsBeside(release).find((tag) => task === `${ofPage}.${tag}` || task === `${ofTag}.${tag}`) ?? release.tag;
}

/** The step whose announcement a task is about; undefined for the others. */
export function announcementOf(task: string): string | undefined {
  return task.startsWith(ofAnnouncement) ? task.slice(ofAnnouncement.length) : undefined;
}

/** Those who run a release may take it back once its tag is made, whether it still runs or has ended. */
export function decideWithdrawal(
  release: Release,
  { by, reason, standing = nothingSince }: Extract<PersonCommand, { type: 'Withdraw' }>,
): readonly ReleaseEvent[] | Refusal {
  const barred = mayNotManage(release, by);
  if (barred !== undefined) return barred;
  const { withdrawn, semver, tag } = release;
  if (withdrawn !== undefined)
    return refusal('nothing_to_do', `${semver} was withdrawn already: ${withdrawn.reason.replace(/\.$/, '')}.`);
  if (taggedCommit(release) === undefined)
    return refusal(
      'nothing_to_do',
      isRunning(release)
        ? `Slipway has made no tag ${tag} yet, so there is nothing to withdraw. Cancel the release instead.`
        : `Slipway has made no tag ${tag}, so there is nothing to withdraw.`,
    );
  const wish = 'Say in a few words why: the reason goes to GitHub, to the announced channels and into the record.';
  const unsaid = noReason(reason, wish);
  if (unsaid !== undefined) return unsaid;
  return [{ type: 'ReleaseWithdrawn', by, reason: reason.trim(), ...broughtBack(release, standing) }];
}

/** What the event says of deployments: nothing where the playbook names none that was begun. */
function broughtBack(release: Release, standing: Standing) {
  const { to, steps, left } = redeploymentOf(release, standing);
  return {
    ...(to === undefined || steps.length === 0
      ? {}
      : { redeploy: { tag: to.tag, version: to.version, steps: [...steps] } }),
    ...(left.length === 0 ? {} : { left: [...left] }),
  };
}

/** Nothing is left to be deployed: it was, or somebody says that it will not be. */
export function isBroughtBack(release: Release): boolean {
  return isWithdrawing(release) && liveSteps(release).every(({ id }) => stepState(release, id).status === 'done');
}

/** Something was taken back, or GitHub did not let it be. */
export function withdrawalCarriedOut(
  release: Release,
  { task, refused, sentence, link }: Extract<JobCommand, { type: 'RecordWithdrawal' }>,
): readonly ReleaseEvent[] {
  if (!withdrawalTasks(release).includes(task)) return [];
  return [
    {
      type: 'WithdrawalCarriedOut',
      task,
      ...(refused === undefined ? {} : { refused }),
      sentence,
      ...(link === undefined ? {} : { link }),
    },
  ];
}

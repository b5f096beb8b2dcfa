import type { Button } from '@slack/types';
import { blockingIssues } from '../release/blocking-issues.ts';
import { isRepinnable } from '../release/decide-repin.ts';
import { confirmersOf } from '../release/deploy-confirmation.ts';
import { wantsWindow } from '../release/deploy-window.ts';
import { titlesOf } from '../release/entitlement.ts';
import { fill, placeholdersIn } from '../release/placeholders.ts';
import type { PlannedStep } from '../release/plan.ts';
import { deployedBy } from '../release/redeploy.ts';
import { awaitsConfirmation, awaitsReview, isRunning, type Release, stepState } from '../release/release.ts';
import { openReviews } from '../release/reviews.ts';
import { titleOf, valuesOf } from '../release/waiting.ts';
import { actionIds } from './action-ids.ts';
import { button, confirmDialog } from './blocks.ts';
import { inertLine } from './escape.ts';
import { mentions } from './mentions.ts';
import { signerOf } from './signed-so-far.ts';
import { targetText } from './target.ts';

/** Whether Retry runs the failed jobs of the same run again: pushing a tag twice is not possible, dispatching a workflow is. */
function rerunsJobs(release: Release, { id, step }: PlannedStep): boolean {
  const { jobs = [] } = stepState(release, id).failure ?? {};
  return 'action' in step && step.action === 'run-workflow' && step.start === 'tag' && jobs.length > 0;
}

/** What a person can do for a step now: the click's id and its words; undefined where a machine works on it. */
export function doingOf(
  release: Release,
  planned: PlannedStep,
): { readonly action: string; readonly words: string } | undefined {
  const { status, requested } = stepState(release, planned.id);
  if (status === 'failed')
    return { action: actionIds.retry, words: rerunsJobs(release, planned) ? 'Re-run failed jobs' : 'Retry' };
  if (status === 'done' && isRunning(release) && openReviews(release).some(({ step }) => step === planned.id))
    return { action: actionIds.review, words: 'Close the review…' };
  if (isRunning(release) && isRepinnable(release, planned)) return { action: actionIds.repin, words: 'Pin anew…' };
  if (status !== 'active' || !isRunning(release)) return undefined; // a click while it is paused is answered with that
  if ('checklist' in planned.step) return { action: actionIds.checklist, words: 'Open checklist' };
  if ('sign-off' in planned.step) return { action: actionIds.signOff, words: 'Review and sign' };
  if (awaitsReview(planned, stepState(release, planned.id)))
    return { action: actionIds.reviewAnnouncement, words: 'Review and post' };
  if ('window' in planned.step || wantsWindow(release, planned))
    return { action: actionIds.scheduleWindow, words: 'Schedule the window…' };
  if (blockingIssues(stepState(release, planned.id)).length > 0)
    return { action: actionIds.settleIssues, words: 'Settle issues…' };
  if ('deploy' in planned.step && awaitsConfirmation(planned, stepState(release, planned.id)))
    return {
      action: actionIds.confirmDeploy,
      words: `Confirm: deploy ${deployedBy(release, planned).version} to ${planned.step.deploy}`,
    };
  if (!('deploy' in planned.step) || requested !== undefined) return undefined;
  return {
    action: actionIds.deploy,
    words: `Deploy ${deployedBy(release, planned).version} to ${planned.step.deploy}`,
  };
}

/** The plan or what to watch, as the starter wrote it; undefined where the playbook asks for none. */
export function deployText(release: Release, planned: PlannedStep, which: 'plan' | 'watch'): string | undefined {
  const text = 'deploy' in planned.step ? planned.step[which] : undefined;
  return text === undefined ? undefined : fill(text, valuesOf(release, planned));
}

/** What the plan or what to watch is called: as the question whose answer it is asks for it. */
export function deployLabel(release: Release, { step }: PlannedStep, which: 'plan' | 'watch'): string {
  const own = 'deploy' in step ? (step[which] ?? '').trim() : '';
  const [name = '', second] = placeholdersIn(own);
  const question = second === undefined && own === `<${name}>` ? release.playbook.questions[name] : undefined;
  return inertLine(question?.ask ?? (which === 'plan' ? 'Plan' : 'What to watch'), 60);
}

const dialogText = 300; // https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object

/** The plan and what to watch, as much of both as there is room for beside the rest of the dialog. */
function dialogTexts(release: Release, planned: PlannedStep, room: number): readonly string[] {
  const given = (['plan', 'watch'] as const).flatMap((which) => {
    const text = deployText(release, planned, which);
    return text === undefined ? [] : [{ label: deployLabel(release, planned, which), text }];
  });
  const each = Math.floor(room / given.length);
  return given.flatMap(({ label, text }) => {
    const most = each - label.length - 4;
    return most < 15 ? [] : [`${label}: ${inertLine(text, most)}`];
  });
}

/** That a second person is needed, and who that can be. */
export function secondLines(release: Release, planned: PlannedStep): readonly string[] {
  const { step } = planned;
  if (!('deploy' in step) || step.with === undefined) return [];
  const people = confirmersOf(release, planned);
  const titles = inertLine(titlesOf(release, step.with), 40);
  return [
    `Nothing starts before somebody else confirms it, of ${titles}${people.length === 0 ? '' : `: ${mentions(people, 2, 'or')}`}.`,
  ];
}

function deployConfirm(release: Release, planned: PlannedStep) {
  if (!('deploy' in planned.step)) return undefined;
  const { requested } = stepState(release, planned.id);
  const what = `${release.component.name} ${deployedBy(release, planned).version}`;
  const instead =
    planned.redeploys === undefined ? '' : `, in place of ${inertLine(release.semver, 30)}, which was withdrawn`;
  const asked = requested === undefined ? '' : `${signerOf(requested)} asked to deploy this. `;
  const first = `${asked}*${inertLine(what, 60)}* goes to *${inertLine(planned.step.deploy, 40)}*${instead}.`;
  const lines = [first, ...(requested === undefined ? secondLines(release, planned) : [])];
  const room = dialogText - lines.join('\n').length - 4;
  const text = [...lines, ...dialogTexts(release, planned, room)].join('\n');
  if (requested !== undefined) return confirmDialog(`Confirm the deployment of ${what}?`, text, 'Confirm', 'primary');
  return confirmDialog(`Deploy ${what} to ${planned.step.deploy}?`, text, 'Deploy', 'primary');
}

/** The button by which a person brings a step further. */
export function stepButton(release: Release, planned: PlannedStep, style?: 'primary'): Button | undefined {
  const doing = doingOf(release, planned);
  if (doing === undefined) return undefined;
  const asks = doing.action === actionIds.deploy || doing.action === actionIds.confirmDeploy;
  const confirm = asks ? deployConfirm(release, planned) : undefined;
  return button({
    ...doing,
    value: targetText({ release: release.id, step: planned.id, attempt: stepState(release, planned.id).attempt }),
    aloud: `${doing.words}: ${titleOf(release, planned)}, ${release.component.name} ${release.semver}`,
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  });
}

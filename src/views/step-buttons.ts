import type { Button } from '@slack/types';
import { fill } from '../release/placeholders.ts';
import type { PlannedStep } from '../release/plan.ts';
import { isRunning, type Release, stepState } from '../release/release.ts';
import { titleOf, valuesOf } from '../release/waiting.ts';
import { actionIds } from './action-ids.ts';
import { button, confirmDialog } from './blocks.ts';
import { inertLine } from './escape.ts';
import { targetText } from './target.ts';

/** What a person can do for a step now: the click's id and its words; undefined where a machine works on it. */
export function doingOf(
  release: Release,
  planned: PlannedStep,
): { readonly action: string; readonly words: string } | undefined {
  const { status, requested } = stepState(release, planned.id);
  if (status === 'failed') return { action: actionIds.retry, words: 'Retry' };
  if (status !== 'active' || !isRunning(release)) return undefined; // a click while it is paused is answered with that
  if ('checklist' in planned.step) return { action: actionIds.checklist, words: 'Open checklist' };
  if ('sign-off' in planned.step) return { action: actionIds.signOff, words: 'Review and sign' };
  if (!('deploy' in planned.step) || requested !== undefined) return undefined;
  return { action: actionIds.deploy, words: `Deploy ${release.semver} to ${planned.step.deploy}` };
}

/** The rollout plan or what to watch, as the starter wrote it; undefined where the playbook asks for none. */
export function deployText(release: Release, planned: PlannedStep, which: 'plan' | 'watch'): string | undefined {
  const text = 'deploy' in planned.step ? planned.step[which] : undefined;
  return text === undefined ? undefined : fill(text, valuesOf(release, planned));
}

function deployConfirm(release: Release, planned: PlannedStep) {
  if (!('deploy' in planned.step)) return undefined;
  const what = `${release.component.name} ${release.semver}`;
  const plan = deployText(release, planned, 'plan');
  const text = `*${inertLine(what, 80)}* goes to *${inertLine(planned.step.deploy, 60)}*.${plan === undefined ? '' : `\nPlan: ${inertLine(plan, 100)}`}`;
  return confirmDialog(`Deploy ${what} to ${planned.step.deploy}?`, text, 'Deploy', 'primary');
}

/** The button by which a person brings a step further. */
export function stepButton(release: Release, planned: PlannedStep, style?: 'primary'): Button | undefined {
  const doing = doingOf(release, planned);
  if (doing === undefined) return undefined;
  const confirm = doing.action === actionIds.deploy ? deployConfirm(release, planned) : undefined;
  return button({
    ...doing,
    value: targetText({ release: release.id, step: planned.id, attempt: stepState(release, planned.id).attempt }),
    aloud: `${doing.words}: ${titleOf(release, planned)}, ${release.component.name} ${release.semver}`,
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  });
}

import type { Button } from '@slack/types';
import type { PlannedStep } from '../release/plan.ts';
import { currentSteps, plannedStep, type Release } from '../release/release.ts';
import { openReviews } from '../release/reviews.ts';
import { actionIds } from './action-ids.ts';
import { button } from './blocks.ts';
import { doingOf, stepButton } from './step-buttons.ts';
import { targetText } from './target.ts';

const most = 5; // what else can be done is in Details

/** The clicks that find by themselves which of several steps the presser means. */
const findsOwn: ReadonlySet<string> = new Set([
  actionIds.checklist,
  actionIds.signOff,
  actionIds.settleIssues,
  actionIds.scheduleWindow,
]);

interface Doing {
  readonly action: string;
  readonly words: string;
  readonly steps: readonly PlannedStep[];
}

function doingsOf(release: Release): readonly Doing[] {
  const doings = new Map<string, Doing>();
  for (const planned of currentSteps(release)) {
    const doing = doingOf(release, planned);
    if (doing === undefined) continue;
    const key = findsOwn.has(doing.action) ? doing.action : `${doing.action} ${planned.id}`;
    doings.set(key, { ...doing, steps: [...(doings.get(key)?.steps ?? []), planned] });
  }
  return [...doings.values()];
}

function reviewDoing(release: Release): readonly Doing[] {
  const steps = openReviews(release).flatMap(({ step }) => plannedStep(release, step) ?? []);
  return steps.length === 0 ? [] : [{ action: actionIds.review, words: 'Close the review…', steps }];
}

/**
 * What people can do now, a button for each kind of it, the first of them primary. A message in a channel is the same for
 * everybody: where several steps could be meant, the button names none, and its click leads each presser to their own.
 */
export function doingButtons(release: Release): readonly Button[] {
  return [...doingsOf(release), ...reviewDoing(release)].slice(0, most).flatMap(({ action, words, steps }, n) => {
    const [only, second] = steps;
    const style = n === 0 ? ('primary' as const) : undefined;
    const isReview = action === actionIds.review; // of what may be waited for again since it was forced
    if (only !== undefined && second === undefined && !isReview) return stepButton(release, only, style) ?? [];
    const aloud = `${words}: one of ${steps.length}, ${release.component.name} ${release.semver}`;
    const value = targetText({ release: release.id });
    return button({ action, words, value, aloud, ...(style === undefined ? {} : { style }) });
  });
}

import type { Execute } from '../execute.ts';
import type { PlannedStep } from '../release/plan.ts';
import { plannedStep, type Release } from '../release/release.ts';
import type { MessageView } from '../views/message.ts';
import { readTarget, type Target } from '../views/target.ts';

interface Clicked {
  readonly value: string;
  respond(message: MessageView | string): Promise<void>;
}

/** The release that a click names, and its step where it names one of it; answers the person where there is none. */
export async function clickedRelease(
  execute: Pick<Execute, 'load'>,
  asked: Clicked,
): Promise<
  { readonly release: Release; readonly target: Target; readonly planned: PlannedStep | undefined } | undefined
> {
  const target = readTarget(asked.value);
  const release = target === undefined ? undefined : await execute.load(target.release);
  if (target === undefined || release === undefined) {
    await asked.respond('Slipway no longer knows the release of this button.');
    return undefined;
  }
  return { release, target, planned: target.step === undefined ? undefined : plannedStep(release, target.step) };
}

import { managersOf } from '../release/entitlement.ts';
import { isMachines, isRunning, plannedStep, type Release, stepState } from '../release/release.ts';
import { waitingOf } from '../release/waiting.ts';
import { section } from './blocks.ts';
import { spanOf } from './dates.ts';
import { inertLine } from './escape.ts';
import { mentions } from './mentions.ts';
import type { MessageView } from './message.ts';
import { stepButton } from './step-buttons.ts';
import { progressOf } from './step-words.ts';

/**
 * Reminds of a step that takes longer than is normal: its people, from the second time on also those who run the release.
 * undefined where it is waited for no more.
 * @param at when the deadline passed
 */
export function reminderMessage(release: Release, step: string, times: number, at: Date): MessageView | undefined {
  const planned = plannedStep(release, step);
  const waiting = waitingOf(release).find((w) => w.planned.id === step);
  if (planned === undefined || waiting === undefined || !isRunning(release)) return undefined;
  if (stepState(release, step).status !== 'active') return undefined;
  const managers = managersOf(release);
  const machines = isMachines(release, step) || waiting.people.length === 0;
  const people = machines ? managers : [...new Set([...waiting.people, ...(times > 1 ? managers : [])])];
  const span = waiting.since === undefined ? '' : ` for ${spanOf(waiting.since, at)}`;
  const what = `${inertLine(release.component.name, 80)} ${release.semver}`;
  const line = `⏰ ${mentions(people, 50)}: *${inertLine(waiting.title, 160)}* of *${what}* has waited${span}, longer than is normal.`;
  const ways = machines ? ['Look at it; Retry, “Done outside” and Cancel are on the card.'] : [];
  const progress = progressOf(release, planned);
  const button = stepButton(release, planned, 'primary');
  return {
    text: line.replaceAll('*', ''),
    blocks: [
      section(line, ...(progress === '' ? [] : [progress]), ...ways),
      ...(button === undefined ? [] : [{ type: 'actions' as const, elements: [button] }]),
    ],
  };
}

import type { PlannedStep } from '../release/plan.ts';
import type { Release } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { listed } from '../release/wording.ts';
import { inertLine } from './escape.ts';

const most = 8;

function named(release: Release, planned: PlannedStep): string {
  return `*${inertLine(titleOf(release, planned), 160)}*`;
}

/** What waits for the person besides the step whose form is open, and how they come to it. Mrkdwn; undefined where nothing does. */
export function besidesLine(release: Release, besides: readonly PlannedStep[]): string | undefined {
  if (besides.length === 0) return undefined;
  const names = besides.slice(0, most).map((p) => named(release, p));
  const more = besides.length > most ? [`${besides.length - most} more`] : [];
  return `Besides, ${listed([...names, ...more])} ${besides.length === 1 ? 'waits' : 'wait'} for you: each has its button in your message from Slipway, and in Details.`;
}

/** Of several steps none is the presser's: each with the sentence why not, which names who may. Mrkdwn. */
export function noneOwnText(
  release: Release,
  refused: readonly { readonly planned: PlannedStep; readonly sentence: string }[],
): string {
  const [only, second] = refused;
  if (only !== undefined && second === undefined) return only.sentence;
  const lines = refused.slice(0, most).map(({ planned, sentence }) => `• ${named(release, planned)}: ${sentence}`);
  const rest = refused.length - lines.length;
  return ['None of what is waited for here is yours:', ...lines, ...(rest > 0 ? [`… and ${rest} more`] : [])].join(
    '\n',
  );
}

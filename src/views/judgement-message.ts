import { confirmedSoFar } from '../release/deploy-confirmation.ts';
import type { ReleaseEvent } from '../release/events.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { confirmLines } from './confirm-deploy-message.ts';
import { inertLine, inertWithLink, link } from './escape.ts';
import { mention } from './mentions.ts';
import { mentionIn } from './signed-so-far.ts';
import { voidedByPush, voidedByRepin } from './void-lines.ts';
import { voidedWaivers } from './waiver-news.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;
type Told = { readonly lines: readonly string[] };

/** A step's title as a sentence names it. Mrkdwn. */
export function nameOf(release: Release, step: string): string {
  const planned = plannedStep(release, step);
  return `*${inertLine(planned === undefined ? step : titleOf(release, planned), 160)}*`;
}

/** What was found, with its link. Mrkdwn. */
export function saidOf({
  sentence,
  link: to,
}: {
  readonly sentence: string;
  readonly link?: string | undefined;
}): string {
  return to === undefined ? inertWithLink(sentence) : link(to, sentence, 500);
}

/** What moved, and what that makes void. Those who had signed are named, so that Slack notifies them. */
export function moved(release: Release, event: Of<'HeadMoved'>): Told {
  return {
    lines: [
      `♻️ Changed: ${nameOf(release, event.step)} moved from \`${event.from.slice(0, 7)}\` to \`${event.to.slice(0, 7)}\` · ${saidOf(event)}`,
      'Signatures and checks of the old commit no longer count. They are asked for and read again.',
      ...voidedByPush(release, event),
      ...voidedWaivers(release, event.from),
    ],
  };
}

/** A confirmation of a deployment, and what is still missing. Mrkdwn. */
export function confirmed(release: Release, event: Of<'DeployConfirmed'>): Told {
  const planned = plannedStep(release, event.step);
  if (planned === undefined || !('deploy' in planned.step)) return { lines: [] };
  const where = `*${inertLine(planned.step.deploy, 60)}*`;
  const open = confirmLines(release, planned);
  const seating = confirmedSoFar(release, planned);
  return {
    lines: [
      `🔐 Confirmed by ${mentionIn(release, seating, event)}: the deployment to ${where}.`,
      ...(open.length > 0 ? open : [`🚀 Deploying to ${where}.`]),
    ],
  };
}

/** A signature that was taken back, and what came of it. Mrkdwn. */
export function revoked(release: Release, event: Of<'SignatureRevoked'>): Told {
  const { status, voided } = stepState(release, event.step);
  const objected = voided.findLast((s) => s.by === event.by && s.revoked !== undefined)?.decision !== 'approve';
  const left = objected ? 'Nobody objects any more.' : 'The approvals of the others suffice, so it stays signed.';
  return {
    lines: [
      `↩️ Taken back by ${mention(event.by)}: their signature of ${nameOf(release, event.step)} · “${inertLine(event.reason, 1500)}”`,
      status === 'done' ? left : 'The sign-off is waited for again, and with it what comes after it in its stage.',
    ],
  };
}

/** A commit that is pinned anew, and what that makes void. Mrkdwn. */
export function repinned(release: Release, event: Of<'CommitRepinned'>): Told {
  return {
    lines: [
      `♻️ Pinned anew by ${mention(event.by)}: ${nameOf(release, event.step)}, which stood at \`${event.from.slice(0, 7)}\` · “${inertLine(event.reason, 1500)}”`,
      'Signatures and checks of the old commit no longer count. They are asked for and read again.',
      ...voidedByRepin(release, event),
      ...voidedWaivers(release, event.from),
    ],
  };
}

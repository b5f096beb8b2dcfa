import { touches } from '../release/circumstances.ts';
import { managersOf, pagedFor } from '../release/entitlement.ts';
import type { ReleaseEvent } from '../release/events.ts';
import { mayNotCompleteOutside } from '../release/may-complete-outside.ts';
import { deployedBy } from '../release/redeploy.ts';
import { plannedStep, type Release } from '../release/release.ts';
import { stepForced } from './break-glass-message.ts';
import { confirmLines } from './confirm-deploy-message.ts';
import { inert, inertLine } from './escape.ts';
import { jobLinks } from './job-links.ts';
import { nameOf, saidOf } from './judgement-message.ts';
import { mention, mentions } from './mentions.ts';
import { pinnedBranch } from './pinned-lines.ts';
import { runsNowLines } from './runs-now-lines.ts';
import { signerOf } from './signed-so-far.ts';
import { deployLabel, deployText, stepButton } from './step-buttons.ts';
import type { Told } from './told.ts';
import { pinnedNews } from './void-lines.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;

export function completed(release: Release, event: Of<'StepCompleted'>): Told {
  const name = nameOf(release, event.step);
  if (event.how === 'forced') return stepForced(release, event);
  if (event.how === 'made') {
    const mark = touches(event.facts ?? {}) ? '🔎 Found' : '✅ Done';
    return { lines: [`${mark}: ${name} · ${saidOf(event)}`, ...pinnedNews(event)] };
  }
  if (event.how === 'adopted') return { lines: [`✅ Done by hand, and found: ${name} · ${saidOf(event)}`] };
  const by = event.by === undefined ? 'somebody' : mention(event.by);
  return { lines: [`✋ Done outside by ${by}: ${name} · ${saidOf(event)}`] };
}

/** How to go back, as the starter wrote it. */
function rollbackLine(release: Release, step: string): string {
  const planned = plannedStep(release, step);
  const plan = planned === undefined ? undefined : deployText(release, planned, 'plan');
  return planned === undefined || plan === undefined
    ? ''
    : ` ${deployLabel(release, planned, 'plan')}: ${inertLine(plan, 600)}`;
}

export function failed(release: Release, event: Of<'StepFailed'>): Told {
  const planned = plannedStep(release, event.step);
  const managers = managersOf(release);
  const called = pagedFor(release, event.step);
  const outside =
    planned !== undefined && managers.some((by) => mayNotCompleteOutside(release, planned, by) === undefined);
  return {
    lines: [
      `❌ Failed: ${nameOf(release, event.step)} · ${saidOf(event)}`,
      ...(called.length === 0
        ? []
        : [
            `🚨 ${mentions(called, 50)}: you are called, as ${inertLine(release.component.name, 80)} ${inertLine(release.semver, 40)} needs you now.${rollbackLine(release, event.step)}`,
          ]),
      ...jobLinks(event.jobs),
      `*What to do:* ${inertLine(event.remedy, 800)}`,
      ...(planned?.redeploys === undefined ? [] : runsNowLines(release)),
      `${planned?.redeploys === undefined ? 'The release is paused' : 'The withdrawal stands still'}; ${mentions(managers)} can retry it${outside ? ', say that it was done outside,' : ''} or ${planned?.redeploys === undefined ? 'cancel' : 'give it up'}.`,
    ],
    button: event.step,
  };
}

const signed = { approve: '🖊️ Approved', changes: '✋ Changes asked', reject: '⛔ Rejected' } as const;

/** How what is asked for comes before the signers: a pinned commit does not move by itself. */
function mendWords(release: Release, step: string): string {
  const signed = plannedStep(release, step)?.step;
  const pinned = signed !== undefined && 'sign-off' in signed ? pinnedBranch(release, signed.of) : undefined;
  if (pinned === undefined) return 'push what is asked for';
  return `have what is asked for merged into ${inertLine(pinned, 80)} and pin it anew with the word \`repin\``;
}

export function signature(release: Release, event: Of<'SignOffGiven'>): Told {
  const comment = event.comment === undefined ? '' : ` “${inertLine(event.comment, 1500)}”`;
  const line = `${signed[event.decision]} by ${signerOf(event)}: ${nameOf(release, event.step)} for \`${event.subject.slice(0, 7)}\`.${comment}`;
  if (event.decision !== 'changes') return { lines: [line] };
  const starter = mention(release.starter);
  return {
    lines: [
      line,
      `${starter}: ${mendWords(release, event.step)}, and the sign-off is asked for again; or ask ${mention(event.by)} to sign after all.`,
    ],
  };
}

export function deploying(release: Release, event: Of<'DeployRequested'>): Told {
  const planned = plannedStep(release, event.step);
  const to = planned !== undefined && 'deploy' in planned.step ? planned.step.deploy : event.step;
  const texts = (['plan', 'watch'] as const).flatMap((which) => {
    const text = planned === undefined ? undefined : deployText(release, planned, which);
    if (planned === undefined || text === undefined) return [];
    return [`*${deployLabel(release, planned, which)}:* ${inert(text, 1200)}`];
  });
  const confirmed = planned !== undefined && 'deploy' in planned.step && planned.step.with !== undefined;
  const button = planned === undefined || !confirmed ? undefined : stepButton(release, planned, 'primary');
  const where = `*${inertLine(to, 60)}*`;
  const what =
    planned?.redeploys === undefined ? '' : `*${inertLine(deployedBy(release, planned).version, 60)}* again `;
  return {
    ...(button === undefined ? {} : { buttons: [button] }),
    lines: [
      confirmed
        ? `🔐 ${signerOf(event)} asks to deploy ${what}to ${where}.`
        : `🚀 Deploying ${what}to ${where}, started by ${signerOf(event)}.`,
      ...(confirmed ? confirmLines(release, planned) : []),
      ...texts,
    ],
  };
}

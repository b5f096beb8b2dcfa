import type { KnownBlock } from '@slack/types';
import { managersOf, mayNotCompleteOutside } from '../release/entitlement.ts';
import type { ReleaseEvent } from '../release/events.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { section } from './blocks.ts';
import { summaryLines } from './closed-summary.ts';
import { inert, inertLine, inertWithLink, link } from './escape.ts';
import { leftBehind } from './left-behind.ts';
import { mention, mentions } from './mentions.ts';
import type { MessageView } from './message.ts';
import { deployText, stepButton } from './step-buttons.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;

/** The lines of a message; the first says all of it, because phones show no more. */
interface Told {
  readonly lines: readonly string[];
  /** The step whose button stands below. */
  readonly button?: string;
}

function nameOf(release: Release, step: string): string {
  const planned = plannedStep(release, step);
  return `*${inertLine(planned === undefined ? step : titleOf(release, planned), 160)}*`;
}

function saidOf({ sentence, link: to }: { readonly sentence: string; readonly link?: string | undefined }): string {
  return to === undefined ? inertWithLink(sentence) : link(to, sentence, 500);
}

function completed(release: Release, event: Of<'StepCompleted'>): Told {
  const name = nameOf(release, event.step);
  if (event.how === 'made') return { lines: [`✅ Done: ${name} · ${saidOf(event)}`] };
  if (event.how === 'adopted') return { lines: [`✅ Done by hand, and found: ${name} · ${saidOf(event)}`] };
  const by = event.by === undefined ? 'somebody' : mention(event.by);
  return { lines: [`☑️ Done outside by ${by}: ${name} · ${saidOf(event)}`] };
}

function failed(release: Release, event: Of<'StepFailed'>): Told {
  const planned = plannedStep(release, event.step);
  const managers = managersOf(release);
  const outside =
    planned !== undefined && managers.some((by) => mayNotCompleteOutside(release, planned, by) === undefined);
  return {
    lines: [
      `❌ Failed: ${nameOf(release, event.step)} · ${saidOf(event)}`,
      `*What to do:* ${inertLine(event.remedy, 800)}`,
      `The release is paused; ${mentions(managers)} can retry it${outside ? ', say that it was done outside,' : ''} or cancel.`,
    ],
    button: event.step,
  };
}

const signed = { approve: '🖊️ Approved', changes: '✋ Changes asked', reject: '⛔ Rejected' } as const;

function signature(release: Release, event: Of<'SignOffGiven'>): Told {
  const comment = event.comment === undefined ? '' : ` “${inertLine(event.comment, 1500)}”`;
  const line = `${signed[event.decision]} by ${mention(event.by)}: ${nameOf(release, event.step)} for \`${event.subject.slice(0, 7)}\`.${comment}`;
  if (event.decision !== 'changes') return { lines: [line] };
  const starter = mention(release.starter);
  return {
    lines: [
      line,
      `${starter}: push what is asked for, and the sign-off is asked for again; or ask ${mention(event.by)} to sign after all.`,
    ],
  };
}

/** What moved, and what that makes void. Those who had signed are named, so that Slack notifies them. */
function moved(release: Release, event: Of<'HeadMoved'>): Told {
  const voided = Object.values(release.steps).flatMap((state) => state.voided);
  const signers = [...new Set(voided.filter((s) => s.subject === event.from).map((s) => s.by))];
  return {
    lines: [
      `♻️ Changed: ${nameOf(release, event.step)} moved from \`${event.from.slice(0, 7)}\` to \`${event.to.slice(0, 7)}\` · ${saidOf(event)}`,
      'Signatures and checks of the old commit no longer count. They are asked for and read again.',
      ...(signers.length === 0
        ? []
        : [`${mentions(signers, 50)}: your signature is void; please look at what changed.`]),
    ],
  };
}

function deploying(release: Release, event: Of<'DeployRequested'>): Told {
  const planned = plannedStep(release, event.step);
  const to = planned !== undefined && 'deploy' in planned.step ? planned.step.deploy : event.step;
  const [plan, watch] = (['plan', 'watch'] as const).map((which) =>
    planned === undefined ? undefined : deployText(release, planned, which),
  );
  return {
    lines: [
      `🚀 Deploying to *${inertLine(to, 60)}*, started by ${mention(event.by)}.`,
      ...(plan === undefined ? [] : [`*Rollout plan:* ${inert(plan, 1200)}`]),
      ...(watch === undefined ? [] : [`*What to watch:* ${inert(watch, 1200)}`]),
    ],
  };
}

function cancelled(release: Release, event: Of<'ReleaseCancelled'>): Told {
  const left = leftBehind(release);
  return {
    lines: [
      `🚫 Cancelled by ${mention(event.by)}: ${inertLine(event.reason, 1000)}`,
      ...(left.length === 0 ? ['Nothing of it stays outside.'] : left.map((line) => `• ${line}`)),
    ],
  };
}

function read(release: Release, event: Of<'StepRead'>): Told {
  if (event.outcome !== 'fail')
    return {
      lines: [
        `⏳ Waiting: ${nameOf(release, event.step)} · ${saidOf(event)}`,
        `${mentions(managersOf(release))}: a person has to see to it; Slipway notices by itself when it is done.`,
      ],
    };
  return {
    lines: [
      `🔴 Red: ${nameOf(release, event.step)} · ${saidOf(event)}`,
      `${mentions(managersOf(release))}: it has to be mended; Slipway reads it again by itself.`,
    ],
  };
}

function toldOf(release: Release, event: ReleaseEvent): Told | undefined {
  switch (event.type) {
    case 'StepCompleted':
      return completed(release, event);
    case 'StepFailed':
      return failed(release, event);
    case 'StepRetried':
      return { lines: [`🔁 Retried by ${mention(event.by)}: ${nameOf(release, event.step)}`] };
    case 'StepRead':
      return read(release, event);
    case 'SignOffGiven':
      return signature(release, event);
    case 'ChecklistSaved':
      return {
        lines: [`✅ Done: ${nameOf(release, event.step)} · all items ticked, the last by ${mention(event.by)}`],
      };
    case 'HeadMoved':
      return moved(release, event);
    case 'DeployRequested':
      return deploying(release, event);
    case 'ReleasePaused':
      return { lines: [`⏸️ Paused by ${mention(event.by)}: ${inertLine(event.reason, 1000)}`] };
    case 'ReleaseResumed':
      return { lines: [`▶️ Resumed by ${mention(event.by)}.`] };
    case 'ReleaseCancelled':
      return cancelled(release, event);
    case 'ReleaseClosed':
      return { lines: ['🏁 Released. Every step is done.', ...summaryLines(release)] };
    case 'ReleaseStarted': // the card tells of it
    case 'DeadlinePassed': // reminder-message.ts
    case 'StatusMirrored':
    case 'MessagePosted':
    case 'MessageDropped':
    case 'AttemptRefused':
      return undefined;
  }
}

function buttonsOf(release: Release, step: string | undefined): readonly KnownBlock[] {
  const planned = step === undefined ? undefined : plannedStep(release, step);
  if (planned === undefined || stepState(release, planned.id).status !== 'failed') return [];
  const button = stepButton(release, planned, 'primary');
  return button === undefined ? [] : [{ type: 'actions', elements: [button] }];
}

/** The telling of one event in the release's thread; undefined for an event that has nothing to tell. */
export function timelineMessage(release: Release, event: ReleaseEvent): MessageView | undefined {
  const told = toldOf(release, event);
  if (told === undefined) return undefined;
  const [first = ''] = told.lines;
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  return {
    text: `${what}: ${first.replaceAll('*', '')}`,
    blocks: [section(...told.lines), ...buttonsOf(release, told.button)],
  };
}

import type { KnownBlock } from '@slack/types';
import type { ReleaseEvent } from '../release/events.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import { section } from './blocks.ts';
import { breakGlassAsked, reviewClosed } from './break-glass-message.ts';
import { checkButtons } from './check-buttons.ts';
import { read, relapsed } from './check-told.ts';
import { summaryLines } from './closed-summary.ts';
import { inertLine } from './escape.ts';
import { frozenTold, liftedTold } from './freeze-lines.ts';
import { confirmed, moved, nameOf, repinned, revoked, saidOf } from './judgement-message.ts';
import { leftBehind } from './left-behind.ts';
import { mention } from './mentions.ts';
import type { MessageView } from './message.ts';
import { roleTold } from './role-told.ts';
import { withdrawalEnded } from './runs-now-lines.ts';
import { settledLines } from './settled-lines.ts';
import { stepButton } from './step-buttons.ts';
import { completed, deploying, failed, signature } from './step-told.ts';
import { takeOutAsked, takeOutEnded, takeOutOpened } from './take-out-lines.ts';
import type { Told } from './told.ts';
import { waiverNews } from './waiver-news.ts';
import { windowNewsTold } from './window-told.ts';
import { withdrawalTold } from './withdrawn-lines.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;

function cancelled(release: Release, event: Of<'ReleaseCancelled'>): Told {
  const left = leftBehind(release);
  return {
    lines: [
      `🚫 Cancelled by ${mention(event.by)}: ${inertLine(event.reason, 1000)}`,
      ...(left.length === 0 ? ['Nothing of it stays outside.'] : left.map((line) => `• ${line}`)),
    ],
  };
}

function lessonRefused(release: Release, { lesson, refused }: Of<'LessonAdded'>): Told | undefined {
  const noted = release.lessons[lesson - 1];
  if (refused === undefined || noted === undefined) return undefined;
  return {
    lines: [
      `⚠️ GitHub did not take the lesson that ${mention(noted.by)} noted: ${inertLine(refused, 500)}`,
      'It stays in the record. Write it into the issue by hand.',
    ],
  };
}

function undone(release: Release, event: Of<'TrackedTickUndone'>): Told {
  const who = event.login === undefined ? 'somebody' : `\`${inertLine(event.login, 60)}\``;
  const did = event.ticked ? 'ticked' : 'unticked';
  return {
    lines: [
      `↩️ On GitHub, ${who} ${did} an item of ${nameOf(release, event.step)}, and the box went back: ${inertLine(event.sentence, 1200)}`,
    ],
    button: event.step,
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
    case 'CheckRelapsed':
      return relapsed(release, event);
    case 'CheckWaived':
      return { lines: waiverNews(nameOf(release, event.step), event) };
    case 'CheckRerunAnswered':
      return {
        lines: [`🔁 Asked for again by ${mention(event.askedBy)}: ${nameOf(release, event.step)} · ${saidOf(event)}`],
      };
    case 'SignOffGiven':
      return signature(release, event);
    case 'ChecklistSaved':
      return {
        lines: [`✅ Done: ${nameOf(release, event.step)} · all items ticked, the last by ${mention(event.by)}`],
      };
    case 'EvidenceHashed':
      return { lines: [`✅ Done: ${nameOf(release, event.step)} · all items ticked, the last file was read`] };
    case 'EvidenceLost':
      return {
        lines: [
          `⚠️ Unticked: ${nameOf(release, event.step)} · ${saidOf(event)}`,
          `${mention(event.by)}: give the file again in the checklist, or another one.`,
        ],
      };
    case 'TrackedTickUndone':
      return undone(release, event);
    case 'HeadMoved':
      return moved(release, event);
    case 'DeployRequested':
      return deploying(release, event);
    case 'ReleaseWithdrawn':
      return { lines: withdrawalTold(release, event) };
    case 'WithdrawalEnded':
      return { lines: withdrawalEnded(release, event) };
    case 'WithdrawalCarriedOut':
      return { lines: [`${event.refused === true ? '⚠️ Not taken back' : '⛔ Taken back'}: ${saidOf(event)}`] };
    case 'TakeOutAsked':
      return { lines: takeOutAsked(event) };
    case 'TakeOutOpened':
      return { lines: takeOutOpened(release, event) };
    case 'TakeOutEnded':
      return { lines: takeOutEnded(event) };
    case 'BranchFrozen':
      return { lines: frozenTold(release, event) };
    case 'FreezeLifted':
      return { lines: liftedTold(event) };
    case 'LessonNoted':
      return { lines: [`📝 Noted for the retrospective by ${mention(event.by)}: ${inertLine(event.text, 2000)}`] };
    case 'LessonAdded':
      return lessonRefused(release, event);
    case 'IssuesSettled':
      return { lines: settledLines(event) };
    case 'DeployConfirmed':
      return confirmed(release, event);
    case 'SignatureRevoked':
      return revoked(release, event);
    case 'CommitRepinned':
      return repinned(release, event);
    case 'BreakGlassAsked':
      return breakGlassAsked(release, event);
    case 'ReviewClosed':
      return reviewClosed(release, event);
    case 'ReleasePaused':
      return { lines: [`⏸️ Paused by ${mention(event.by)}: ${inertLine(event.reason, 1000)}`] };
    case 'ReleaseResumed':
      return { lines: [`▶️ Resumed by ${mention(event.by)}.`] };
    case 'ReleaseCancelled':
      return cancelled(release, event);
    case 'ReleaseClosed':
      return { lines: ['🏁 Released. Every step is done.', ...summaryLines(release)] };
    case 'RoleRefreshed':
    case 'RoleChanged':
    case 'DelegationGiven':
    case 'DelegationEnded':
    case 'Escalated':
      return roleTold(release, event);
    case 'AnnouncementReviewed': {
      const edited = event.text === undefined ? '' : ', with a text of their own';
      return {
        lines: [`📣 Reviewed by ${mention(event.by)}, and to be posted${edited}: ${nameOf(release, event.step)}`],
      };
    }
    case 'WindowScheduled':
    case 'WindowOpened':
    case 'WindowClosed':
    case 'WindowTold':
      return windowNewsTold(release, event);
    case 'OwnersFound': // the ask names them
    case 'ReleaseStarted': // the card tells of it
    case 'DeadlinePassed': // reminder-message.ts
    case 'BreakGlassConfirmed': // what it completes is told
    case 'StatusMirrored':
    case 'TrackingWritten':
    case 'MessagePosted':
    case 'MessageDropped':
    case 'DirectMessagePosted':
    case 'DirectMessageUpdated':
    case 'DirectMessageMoot':
    case 'DirectMessageDropped':
    case 'PersonReminded':
    case 'ReminderPutOff':
    case 'Snoozed':
    case 'SnoozeEnded':
    case 'AttemptRefused':
    case 'IdentityLinked':
    case 'CheckRerunAsked':
    case 'CheckSeenGreen':
      return undefined;
  }
}

function buttonsOf(release: Release, step: string | undefined): readonly KnownBlock[] {
  const planned = step === undefined ? undefined : plannedStep(release, step);
  if (planned === undefined) return [];
  const failed = stepState(release, planned.id).status === 'failed';
  const retry = failed || planned.kind === 'check' ? stepButton(release, planned, 'primary') : undefined;
  const elements = [...(retry === undefined ? [] : [retry]), ...checkButtons(release, planned)];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function askingButtons(release: Release, steps: readonly string[] = []): readonly KnownBlock[] {
  const elements = steps.flatMap((step) => {
    const planned = plannedStep(release, step);
    return planned === undefined ? [] : (stepButton(release, planned, 'primary') ?? []);
  });
  return elements.length === 0 ? [] : [{ type: 'actions', elements: elements.slice(0, 5) }];
}

/** The telling of one event in the release's thread; undefined for an event that has nothing to tell. */
export function timelineMessage(release: Release, event: ReleaseEvent): MessageView | undefined {
  const told = toldOf(release, event);
  if (told === undefined) return undefined;
  const [first = ''] = told.lines;
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  return {
    text: `${what}: ${first.replaceAll('*', '')}`,
    blocks: [
      section(...told.lines),
      ...buttonsOf(release, told.button),
      ...askingButtons(release, told.asks),
      ...(told.buttons === undefined || told.buttons.length === 0
        ? []
        : [{ type: 'actions' as const, elements: [...told.buttons] }]),
    ],
  };
}

import { unreadOwners } from './code-owners.ts';
import { isAsking } from './decide-begins.ts';
import { awaitsOpening, missesWindow, windowNewsOwed, windowTurns } from './deploy-window.ts';
import { escalationsOf } from './escalation.ts';
import { unreadFiles } from './evidence-owed.ts';
import { freezesToTell } from './freeze.ts';
import { awaitsHeldLook, heldLooks } from './held-checks.ts';
import { lessonsToAdd } from './lessons.ts';
import { mirrorOf } from './mirror.ts';
import { type OwedToPerson, owedToPeople } from './owed-to-people.ts';
import { currentSteps, isMachines, isRunning, plannedStep, type Release, stepState } from './release.ts';
import { openTakeOuts } from './take-out.ts';
import { trackingOf } from './tracking.ts';
import { deadlineOf } from './waiting.ts';
import { withdrawalTasks } from './withdrawal.ts';

interface Debt {
  /** Stable: the same debt has the same key until it is paid. */
  readonly key: string;
  /** Waits for GitHub: looked at again more rarely than what nobody has tried yet. */
  readonly polls: boolean;
}

/** Something that the release owes the outside world or its people now. */
export type Owed =
  | OwedToPerson
  | (Debt & { readonly effect: 'lesson'; readonly lesson: number })
  | (Debt & { readonly effect: 'withdrawal'; readonly task: string })
  | (Debt & { readonly effect: 'take-out'; readonly asked: number })
  | (Debt & { readonly effect: 'freeze'; readonly of: string; readonly branch: string; readonly lifts: boolean })
  | (Debt & { readonly effect: 'hash-file'; readonly step: string; readonly item: string; readonly file: string })
  | (Debt & {
      readonly effect: 'step' | 'watch-pull-request' | 'deadline' | 'keep-tracking' | 'owners' | 'rerun-check';
      readonly step: string;
    })
  | (Debt & { readonly effect: 'look-again'; readonly step: string; readonly before: string | undefined })
  | (Debt & { readonly effect: 'message' | 'mirror-status' | 'delegation' | 'window-turn' })
  | (Debt & {
      readonly effect: 'tell-window';
      readonly window: string;
      readonly channel: string;
      readonly news: number;
    })
  | (Debt & { readonly effect: 'escalation'; readonly step: string; readonly attempt: number; readonly role: string });

/** The lessons that came too late for the issue: each is to become a comment on it. */
function lessonsOwed(release: Release): readonly Owed[] {
  return lessonsToAdd(release).map((lesson) => ({
    key: `lesson.${lesson}`,
    effect: 'lesson' as const,
    lesson,
    polls: false,
  }));
}

/** What is to be taken back, one after the other: the page must be marked before its tag goes. */
function withdrawalsOwed(release: Release): readonly Owed[] {
  const [task] = withdrawalTasks(release);
  return task === undefined ? [] : [{ key: `withdrawal.${task}`, effect: 'withdrawal', task, polls: false }];
}

/** The changes that are to be taken out: the pull request that does it is opened, then waited for. Also while paused: it may be what a failed release needs. */
function takeOutsOwed(release: Release): readonly Owed[] {
  return openTakeOuts(release).map(({ asked, takeOut }) => ({
    key: `take-out.${asked}.${takeOut.opened === undefined ? 'open' : 'watch'}`,
    effect: 'take-out',
    asked,
    polls: takeOut.opened !== undefined,
  }));
}

/** What open pull requests are still to be told of a frozen branch: also when the release is over, so that none is held for ever. */
function freezesOwed(release: Release): readonly Owed[] {
  const { begin, lift } = freezesToTell(release);
  const owed = (step: string, branch: string, lifts: boolean): Owed => ({
    key: `freeze.${step}.${lifts ? 'lift' : 'begin'}`,
    effect: 'freeze',
    of: step,
    branch,
    lifts,
    polls: false,
  });
  return [
    ...begin.map(({ step, branch }) => owed(step, branch, false)),
    ...lift.map(({ step, branch }) => owed(step, branch, true)),
  ];
}

function stepEffects(release: Release, now: Date): readonly Owed[] {
  const mirror = mirrorOf(release);
  const taking = openTakeOuts(release).length > 0; // what is to be taken out must not be merged
  return currentSteps(release)
    .filter((p) => stepState(release, p.id).status === 'active' && isMachines(release, p.id))
    .filter((p) => !awaitsHeldLook(release, p) && !missesWindow(release, p, now))
    .filter(
      ({ step }) => !('action' in step && step.action === 'merge-pull-request' && (taking || mirror?.shown === false)),
    ) // the merge may require our status
    .map((p) => {
      const state = stepState(release, p.id);
      const { attempt, reading, settled = [] } = state;
      const decided = settled.reduce((latest, { at }) => Math.max(latest, at.getTime()), 0);
      const again = decided === 0 ? '' : `.${decided}`; // what was decided since it was last looked at is a new debt
      return {
        key: `step.${p.id}.${attempt}${again}`,
        effect: 'step',
        step: p.id,
        polls: reading !== undefined && !isAsking(state),
      };
    });
}

/** The checks that have to stay green, and are looked at again: with each poll, and at once where something irreversible waits for it. */
function looksAgain(release: Release): readonly Owed[] {
  return heldLooks(release).map(({ held, before, turn }) => {
    const key = `held.${held.id}.${stepState(release, held.id).attempt}`;
    const look = { effect: 'look-again' as const, step: held.id };
    return before === undefined
      ? { ...look, key, before: undefined, polls: true }
      : { ...look, key: `${key}.${before.id}.${turn}`, before: before.id, polls: false };
  });
}

/** The pull requests that are open as far as Slipway knows: people may push to them, merge or close them by hand. */
function watches(release: Release): readonly Owed[] {
  if (release.withdrawn !== undefined) return [];
  return release.plan.flatMap((p) => {
    if (!('action' in p.step) || p.step.action !== 'merge-pull-request') return [];
    const { status } = stepState(release, p.id);
    const opened = plannedStep(release, p.step.of);
    if (status === 'done' || opened === undefined || stepState(release, opened.id).status !== 'done') return [];
    return [{ key: `watch.${opened.id}`, effect: 'watch-pull-request' as const, step: opened.id, polls: true }];
  });
}

function files(release: Release): readonly Owed[] {
  return unreadFiles(release).map(({ step, item, file }) => ({
    key: `file.${step}.${item}.${file}`,
    effect: 'hash-file',
    step,
    item,
    file,
    polls: false,
  }));
}

/** Tracking issues whose text is behind; and, while it goes on, a look at those in which people may have ticked something. */
function trackings(release: Release): readonly Owed[] {
  return trackingOf(release).flatMap(({ step, upToDate }) => {
    const behind = { key: `track.${step}.write`, effect: 'keep-tracking' as const, step, polls: false };
    const looked = { key: `track.${step}.watch`, effect: 'keep-tracking' as const, step, polls: true };
    return [
      ...(upToDate ? [] : [behind]),
      ...(release.status === 'open' && release.withdrawn === undefined ? [looked] : []),
    ];
  });
}

/** The checks that somebody wants to have run again. */
function reruns(release: Release): readonly Owed[] {
  return currentSteps(release).flatMap(({ id }) => {
    const { status, attempt, rerun } = stepState(release, id);
    if (status !== 'active' || rerun === undefined || rerun.answered) return [];
    return [{ key: `rerun.${id}.${attempt}.${rerun.ask}`, effect: 'rerun-check' as const, step: id, polls: false }];
  });
}

function deadlines(release: Release, now: Date): readonly Owed[] {
  return currentSteps(release).flatMap((p) => {
    const state = stepState(release, p.id);
    const due = state.status === 'active' && !awaitsOpening(release, p) ? deadlineOf(p, state) : undefined;
    if (due === undefined || due > now) return [];
    return [
      {
        key: `deadline.${p.id}.${state.attempt}.${state.reminders + 1}`,
        effect: 'deadline' as const,
        step: p.id,
        polls: false,
      },
    ];
  });
}

/** What is owed to the people of roles: the end of a delegation, a stand-in, the owners of what a pull request changes. */
function ofRoles(release: Release, now: Date): readonly Owed[] {
  const over = release.delegations.filter(({ until }) => until <= now);
  const first = over[0];
  const ended: readonly Owed[] =
    first === undefined ? [] : [{ key: `delegation.${first.until.getTime()}`, effect: 'delegation', polls: false }];
  if (release.status === 'paused') return ended;
  const escalated = escalationsOf(release)
    .filter(({ at }) => at <= now)
    .map(({ step, attempt, role }) => ({
      key: `escalation.${step}.${attempt}.${role}`,
      effect: 'escalation' as const,
      step,
      attempt,
      role,
      polls: false,
    }));
  const owners = unreadOwners(release).map(({ step, head }) => ({
    key: `owners.${step}.${head}`,
    effect: 'owners' as const,
    step,
    polls: false,
  }));
  return [...ended, ...escalated, ...owners];
}

/** The windows whose time has come, or is over. */
function windows(release: Release, now: Date): readonly Owed[] {
  const due = windowTurns(release).filter(({ at }) => at <= now);
  return due.map(({ window, turn, at }) => ({
    key: `window.${window}.${turn}.${at.getTime()}`,
    effect: 'window-turn',
    polls: false,
  }));
}

/** What of a window is still to be told in channels, one after the other in each. */
function windowNews(release: Release): readonly Owed[] {
  return windowNewsOwed(release).map(({ window, channel, news }) => ({
    key: `told.${window}.${channel}.${news}`,
    effect: 'tell-window',
    window,
    channel,
    news,
    polls: false,
  }));
}

/** All that is owed at this time, derived from the log alone: losing the queue loses nothing. A paused release owes only words. */
export function owedBy(release: Release, now: Date): readonly Owed[] {
  const first = release.outbox[0]; // one at a time, so that the thread reads in the order in which things happened
  const message: readonly Owed[] =
    first === undefined ? [] : [{ key: `message.${first.id}`, effect: 'message', polls: false }];
  const mirror = mirrorOf(release);
  const status: readonly Owed[] =
    mirror === undefined || mirror.upToDate
      ? []
      : [{ key: `mirror.${mirror.sha}.${mirror.state}`, effect: 'mirror-status', polls: false }];
  const words = [
    ...message,
    ...status,
    ...owedToPeople(release, now),
    ...trackings(release),
    ...lessonsOwed(release),
    ...withdrawalsOwed(release),
    ...freezesOwed(release),
    ...windowNews(release),
    ...takeOutsOwed(release),
  ];
  if (!isRunning(release)) return words;
  const told = [...words, ...ofRoles(release, now)];
  if (release.status === 'paused') return told;
  return [
    ...told,
    ...stepEffects(release, now),
    ...looksAgain(release),
    ...reruns(release),
    ...watches(release),
    ...files(release),
    ...deadlines(release, now),
    ...windows(release, now),
  ];
}

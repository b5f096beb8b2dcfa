import type { Command, JobCommand, PersonCommand } from './commands.ts';
import { decideBegins } from './decide-begins.ts';
import { decideJob } from './decide-job.ts';
import { decidePerson } from './decide-person.ts';
import { endOverdue } from './decide-roles.ts';
import { turnWindows } from './decide-window.ts';
import type { ReleaseEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { planOf } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Release } from './release.ts';
import { openReviews } from './reviews.ts';
import { asOf } from './role-people.ts';
import { isBroughtBack } from './withdrawal.ts';

export function isRefusal(decided: readonly ReleaseEvent[] | Refusal): decided is Refusal {
  return 'refused' in decided;
}

function isReport(command: JobCommand | PersonCommand): command is JobCommand {
  return command.type.startsWith('Record');
}

function decideOne(running: Release | undefined, command: Command, at: Date): readonly ReleaseEvent[] | Refusal {
  if (command.type === 'RecordDelegationOver') return running === undefined ? [] : endOverdue(running, at);
  if (command.type === 'RecordWindowTurn') return running === undefined ? [] : turnWindows(running, at);
  if (command.type === 'RecordBegins') return running === undefined ? [] : decideBegins(running, command, at);
  const release = running === undefined ? undefined : asOf(running, at);
  if (command.type === 'StartRelease') {
    if (release !== undefined) return refusal('already_done', 'This release has started already.');
    const { playbook, answers, bump } = command;
    if (planOf(playbook, { answers, bump }).length === 0)
      return refusal('nothing_to_do', `With these answers, the playbook ${playbook.playbook} has nothing to do.`);
    return [{ ...command, type: 'ReleaseStarted' }];
  }
  if (release === undefined) return refusal('release_unknown', 'Slipway knows no such release.');
  return isReport(command) ? decideJob(release, command) : decidePerson(release, command, at);
}

/** What a command makes happen, and the release after it; undefined where there is none. */
export interface Decided {
  readonly events: readonly ReleaseEvent[];
  readonly after: Release | undefined;
}

/**
 * What a command makes happen: the events to record, none where it is done already, or the refusal that the person reads.
 * Closes the release when its last step is done, and ends a withdrawal when the version before runs again.
 */
export function decided(release: Release | undefined, command: Command, at: Date, id: string): Decided | Refusal {
  const events = decideOne(release, command, at);
  if (isRefusal(events)) return events;
  let after = release;
  const fold = (event: ReleaseEvent): void => {
    after = evolve(after, { event, at, version: (after?.version ?? 0) + 1 }, id);
  };
  for (const event of events) fold(event);
  const end = events.length === 0 ? undefined : endOf(after);
  if (end === undefined) return { events, after };
  fold(end);
  return { events: [...events, end], after };
}

/** By what a release ends that has nothing left to do; undefined for one that goes on, or has ended. */
function endOf(release: Release | undefined): ReleaseEvent | undefined {
  if (release?.status !== 'open') return undefined;
  if (release.withdrawn !== undefined) return isBroughtBack(release) ? { type: 'WithdrawalEnded' } : undefined;
  const isDone = release.plan.every((p) => release.steps[p.id]?.status === 'done');
  return isDone && openReviews(release).length === 0 ? { type: 'ReleaseClosed' } : undefined;
}

/** The events alone of what is `decided`. */
export function decide(
  release: Release | undefined,
  command: Command,
  at: Date,
  id: string,
): readonly ReleaseEvent[] | Refusal {
  const answer = decided(release, command, at, id);
  return 'events' in answer ? answer.events : answer;
}

import type { Command, JobCommand, PersonCommand } from './commands.ts';
import { decideJob } from './decide-job.ts';
import { decidePerson } from './decide-person.ts';
import type { ReleaseEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { planOf } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Release } from './release.ts';

export function isRefusal(decided: readonly ReleaseEvent[] | Refusal): decided is Refusal {
  return 'refused' in decided;
}

function isReport(command: JobCommand | PersonCommand): command is JobCommand {
  return command.type.startsWith('Record');
}

function decideOne(release: Release | undefined, command: Command): readonly ReleaseEvent[] | Refusal {
  if (command.type === 'StartRelease') {
    if (release !== undefined) return refusal('already_done', 'This release has started already.');
    const { playbook, answers, bump } = command;
    if (planOf(playbook, answers, bump).length === 0)
      return refusal('nothing_to_do', `With these answers, the playbook ${playbook.playbook} has nothing to do.`);
    return [{ ...command, type: 'ReleaseStarted' }];
  }
  if (release === undefined) return refusal('release_unknown', 'Slipway knows no such release.');
  return isReport(command) ? decideJob(release, command) : decidePerson(release, command);
}

/**
 * What a command makes happen: the events to record, none where it is done already, or the refusal that the person reads.
 * Closes the release when its last step is done.
 */
export function decide(
  release: Release | undefined,
  command: Command,
  at: Date,
  id: string,
): readonly ReleaseEvent[] | Refusal {
  const decided = decideOne(release, command);
  if (isRefusal(decided) || decided.length === 0) return decided;
  let after = release;
  for (const event of decided) after = evolve(after, { event, at, version: (after?.version ?? 0) + 1 }, id);
  const complete = after?.status === 'open' && after.plan.every((p) => after.steps[p.id]?.status === 'done');
  return complete ? [...decided, { type: 'ReleaseClosed' }] : decided;
}

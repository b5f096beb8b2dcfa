import type { PersonCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Person, Release } from './release.ts';
import { waitsFor } from './waits-for.ts';

interface Told {
  readonly person: Person;
  /** The version of the release that the message was written from. */
  readonly version: number;
}

/** What a job reports of one person's messages. */
export type ChaseReport =
  | ({ readonly type: 'RecordDirectMessage'; readonly channel: string; readonly ts: string } & Told)
  | ({ readonly type: 'RecordDirectUpdate' } & Told)
  /** Nothing waited for them any more, and no earlier try had posted anything. */
  | ({ readonly type: 'RecordDirectMoot' } & Told)
  | { readonly type: 'RecordDirectDropped'; readonly person: Person; readonly because: string }
  | ({ readonly type: 'RecordReminded'; readonly ts: string } & Told)
  | { readonly type: 'RecordPutOff'; readonly person: Person; readonly until: Date }
  /** Their snooze is over. `until`: the one that is meant. */
  | { readonly type: 'RecordAwake'; readonly person: Person; readonly until: Date };

/** What a report of a person's messages makes happen; nothing where it is known already. */
export function decideChaseReport(release: Release, command: ChaseReport): readonly ReleaseEvent[] {
  const chase = release.chased[command.person];
  if (chase === undefined) return [];
  const { person } = command;
  switch (command.type) {
    case 'RecordDirectMessage': {
      const { channel, ts, version } = command;
      return chase.message === undefined ? [{ type: 'DirectMessagePosted', person, channel, ts, version }] : [];
    }
    case 'RecordDirectUpdate':
      return command.version > chase.shown ? [{ type: 'DirectMessageUpdated', person, version: command.version }] : [];
    case 'RecordDirectMoot': {
      const isNews = chase.message === undefined && command.version > chase.shown;
      return isNews ? [{ type: 'DirectMessageMoot', person, version: command.version }] : [];
    }
    case 'RecordDirectDropped':
      return chase.unreachable ? [] : [{ type: 'DirectMessageDropped', person, because: command.because }];
    case 'RecordReminded': {
      const { ts, version } = command;
      return version > chase.told ? [{ type: 'PersonReminded', person, ts, version }] : [];
    }
    case 'RecordPutOff':
      return command.until.getTime() === chase.putOff?.getTime()
        ? []
        : [{ type: 'ReminderPutOff', person, until: command.until.toISOString() }];
    case 'RecordAwake':
      return command.until.getTime() === chase.snoozed?.getTime() ? [{ type: 'SnoozeEnded', person }] : [];
  }
}

/** Whoever is waited for may put off their reminders, and take that back: nobody else's. */
export function decideSnooze(
  release: Release,
  command: Extract<PersonCommand, { type: 'Snooze' | 'Wake' }>,
): readonly ReleaseEvent[] | Refusal {
  const { by } = command;
  const snoozed = release.chased[by]?.snoozed;
  if (command.type === 'Wake')
    return snoozed === undefined
      ? refusal('nothing_to_do', 'You have not put off your reminders of this release, so they come as they are due.')
      : [{ type: 'SnoozeEnded', person: by, by }];
  if (waitsFor(release, by).length === 0)
    return refusal('nothing_to_do', 'Nothing of this release waits for you now, so there is nothing to be put off.');
  const until = command.until.toISOString();
  return snoozed?.toISOString() === until ? [] : [{ type: 'Snoozed', person: by, until }];
}

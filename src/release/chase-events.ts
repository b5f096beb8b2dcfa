import { z } from 'zod';

const text = z.string();
const person = z.string().min(1).describe('A Slack user id');
const moment = z.iso.datetime();
const version = z.int().describe('How many events of the release it was written from');

/** What happens between the release and one person: their direct message, their reminders, their snooze. */
export const chaseEvents = [
  z.strictObject({ type: z.literal('DirectMessagePosted'), person, channel: text, ts: text, version }),
  z.strictObject({ type: z.literal('DirectMessageUpdated'), person, version }),
  z
    .strictObject({ type: z.literal('DirectMessageMoot'), person, version })
    .describe('None was written: what it was to ask for was done before'),
  z.strictObject({ type: z.literal('DirectMessageDropped'), person, because: text }),
  z.strictObject({ type: z.literal('PersonReminded'), person, ts: text, version }),
  z.strictObject({ type: z.literal('ReminderPutOff'), person, until: moment }),
  z.strictObject({ type: z.literal('Snoozed'), person, until: moment }),
  z.strictObject({
    type: z.literal('SnoozeEnded'),
    person,
    by: person.exactOptional().describe('Who woke them: themselves. Absent where its time had come'),
  }),
] as const;

import { type Chase, repliesOwed } from '../release/chase.ts';
import { isRunning, type Person, type Release } from '../release/release.ts';
import { isTimeZone } from '../release/time-zone.ts';
import { waitsFor } from '../release/waits-for.ts';
import { nextWorkingTime, type WorkingHours } from '../release/working-time.ts';
import { digestMessage } from '../views/digest-message.ts';
import { directReply } from '../views/direct-message.ts';
import { cardUrlOf, orUnreachable, type WriteToPersonPorts } from './write-to-person.ts';

export interface RemindPersonPorts extends WriteToPersonPorts {
  /** IANA zone of a person, as Slack tells it. Throws Outage while it does not. */
  zoneOf(person: Person): Promise<string | undefined>;
  /** What slipway.yml says: when people work, and where nobody knows where they are. */
  readonly hours: WorkingHours;
  readonly holidays: readonly string[];
  readonly zone: string;
  readonly listOpen: () => Promise<readonly { readonly id: string }[]>;
  /** Whether a message of that key was begun. */
  wasBegun(key: string): Promise<boolean>;
  /** Does the work unless somebody else is at it under this key, in any process. */
  hold(key: string, work: () => Promise<void>): Promise<{ readonly kind: 'held' | 'busy' }>;
  now(): Date;
}

const digestFrom = 3; // releases that wait for one person in the morning
const mostNamed = 100; // releases in the metadata of a message, which is 16 KB at most

/** When the person is at work next; now, where they are. */
async function workingTimeOf(ports: RemindPersonPorts, person: Person): Promise<Date> {
  const told = await ports.zoneOf(person);
  const zone = told !== undefined && isTimeZone(told) ? told : ports.zone;
  return nextWorkingTime(ports.now(), zone, ports.hours, ports.holidays);
}

async function reply(
  ports: RemindPersonPorts,
  release: Release,
  person: Person,
  { message: below, told }: Chase,
): Promise<void> {
  const { asked, overdue } = repliesOwed(release, person);
  const message = directReply(release, person, [...new Set([...asked, ...overdue])]);
  if (message === undefined || below === undefined) return;
  const key = `${release.id}.to.${person}.${told}`;
  const { id, version } = release;
  const post = { channel: below.channel, thread: below.ts, message, key, from: { [id]: version } };
  const { ts, from } = await ports.slack.post(post);
  await ports.execute(id, { type: 'RecordReminded', person, ts, version: from?.[id] ?? version });
}

/** All running releases that wait for the person, oldest first. */
async function waitingReleases(ports: RemindPersonPorts, person: Person): Promise<readonly Release[]> {
  const loaded = await Promise.all((await ports.listOpen()).map(({ id }) => ports.execute.load(id)));
  return loaded.filter((one) => one !== undefined).filter((one) => isRunning(one) && waitsFor(one, person).length > 0);
}

/** The reminders of one morning, of three releases or more, are one message: whichever release comes first posts it, the others find it. */
async function digested(
  ports: RemindPersonPorts,
  release: Release,
  person: Person,
  { message: own, putOff }: Chase,
): Promise<boolean> {
  if (own === undefined || putOff === undefined) return false;
  const key = `digest.${person}.${putOff.toISOString()}`;
  const waiting = await waitingReleases(ports, person);
  if (waiting.length < digestFrom && !(await ports.wasBegun(key))) return false;
  const entries = waiting.map((one) => ({ release: one, cardUrl: cardUrlOf(ports, one) }));
  const versions = Object.fromEntries(waiting.map(({ id, version }) => [id, version]));
  const from = waiting.length > mostNamed ? undefined : versions;
  const message = digestMessage(entries, person);
  const digest = await ports.slack.post({ channel: own.channel, message, key, from });
  const told = digest.from === undefined ? release.version : digest.from[release.id];
  if (told === undefined) return false; // it came to wait after that message was written
  await ports.execute(release.id, { type: 'RecordReminded', person, ts: digest.ts, version: told });
  return true;
}

/**
 * Tells a person what began to wait for them, at once; and reminds them of what is late when they are at work: until
 * then it is put off. One at a time for each person, so that what belongs together comes together.
 */
export async function remindPerson(ports: RemindPersonPorts, { id }: Release, person: Person): Promise<void> {
  await ports.hold(`remind/${person}`, async () => {
    const release = await ports.execute.load(id);
    const chase = release?.chased[person];
    if (release === undefined || chase === undefined) return;
    const { asked, overdue } = repliesOwed(release, person);
    if (asked.length === 0 && overdue.length === 0) return;
    if (asked.length === 0) {
      const until = await workingTimeOf(ports, person);
      if (until > ports.now()) {
        await ports.execute(id, { type: 'RecordPutOff', person, until });
        return;
      }
    }
    await orUnreachable(ports, release, person, async () => {
      if (asked.length > 0 || !(await digested(ports, release, person, chase)))
        await reply(ports, release, person, chase);
    });
  });
}

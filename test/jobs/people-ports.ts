import { type RemindPersonPorts, remindPerson } from '../../src/jobs/remind-person.ts';
import { writeToPerson } from '../../src/jobs/write-to-person.ts';
import { owedBy } from '../../src/release/owed.ts';
import type { Release } from '../../src/release/release.ts';
import { weekdays } from '../../src/release/working-time.ts';
import type { SlipwayInSlack } from '../commands/slipway-in-slack.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What the jobs that write to people need, with people in these zones and a clock of its own. */
export function peoplePorts(
  on: SlipwayInSlack,
  zones: Readonly<Record<string, string>>,
  now: () => Date,
): RemindPersonPorts {
  const begun = new Set<string>();
  return {
    execute: on.execute,
    log: quiet,
    slack: {
      ...on.posts,
      async post(one) {
        begun.add(one.key);
        return await on.posts.post(one);
      },
    },
    messageUrl: ({ channel, ts }) => `https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}`,
    zoneOf: async (person) => zones[person],
    hours: { from: 9 * 60, to: 18 * 60, days: weekdays.slice(1, 6) },
    holidays: ['2026-11-23'],
    zone: 'Asia/Tokyo',
    listOpen: on.releases.listOpen,
    wasBegun: async (key) => begun.has(key),
    async hold(_, work) {
      await work();
      return { kind: 'held' };
    },
    now,
  };
}

/** The release as the log has it now. */
export async function loaded({ execute }: SlipwayInSlack, id: string): Promise<Release> {
  const release = await execute.load(id);
  if (release === undefined) throw new Error(`There is no ${id}.`);
  return release;
}

/** Does what the release owes its people, until nothing is owed to them at this time. */
export async function tellPeople(on: SlipwayInSlack, id: string, by: RemindPersonPorts): Promise<void> {
  for (;;) {
    const release = await loaded(on, id);
    const owed = owedBy(release, by.now()).find((o) => o.effect === 'direct-message' || o.effect === 'reminder');
    if (owed?.effect === 'direct-message') await writeToPerson(by, release, owed.person);
    else if (owed?.effect === 'reminder') await remindPerson(by, release, owed.person);
    else return;
  }
}

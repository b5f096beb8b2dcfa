import type { KnownBlock } from '@slack/types';
import type { Person, Release } from '../release/release.ts';
import { waitsFor } from '../release/waits-for.ts';
import { context, header, section } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { placeOf, releaseName, type ShownRelease } from './running-lines.ts';
import { wakeButton } from './snooze-menu.ts';

const most = 8; // of each part: Home has 100 blocks, most of which are for what waits and what runs
const daysAhead = 7;

interface OutlookFacts {
  readonly person: Person;
  readonly running: readonly { readonly shown: ShownRelease; readonly whole: Release | undefined }[];
  readonly at: Date;
  readonly zone: string;
  readonly command: string;
  /** The components in which slipway.yml gives the person a role. */
  readonly own?: readonly string[];
}

function part(title: string, blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  const rest = blocks.length - most;
  if (blocks.length === 0) return [];
  return [header(title), ...blocks.slice(0, most), ...(rest > 0 ? [context(`and ${rest} more`)] : [])];
}

/** What the person put off, each with the button that takes it back. */
function asleep({ person, running, zone }: OutlookFacts): readonly KnownBlock[] {
  return running.flatMap(({ shown, whole }) => {
    const until = whole?.chased[person]?.snoozed;
    if (whole === undefined || until === undefined || waitsFor(whole, person).length === 0) return [];
    const line = `${releaseName(shown)}: you are reminded again ${slackDate(until, zone)}`;
    return [{ ...section(line), accessory: wakeButton(whole) }];
  });
}

function ofOwn({ running, own = [], command }: OutlookFacts): readonly KnownBlock[] {
  return own.map((name) => {
    const found = running.filter(({ shown }) => shown.component === name);
    const release = (found.find(({ shown }) => shown.status !== 'withdrawing') ?? found[0])?.shown;
    if (release === undefined)
      return section(`*${inertLine(name, 80)}*: nothing runs; \`${command} start ${name}\` begins a release`);
    return section(`${releaseName(release)} in <#${release.channel}>: ${placeOf(release)}`);
  });
}

interface Coming {
  readonly at: Date;
  readonly what: string;
}

function comingOf(shown: ShownRelease): readonly Coming[] {
  const { targetAt, waiting, windows = [] } = shown.summary;
  return [
    ...(targetAt === undefined ? [] : [{ at: new Date(targetAt), what: `${releaseName(shown)} is to be out` }]),
    ...windows.flatMap(({ environment, from, until }) => {
      const what = `${releaseName(shown)}: the window for ${inertLine(environment, 60)}`;
      return [
        { at: new Date(from), what: `${what} opens` },
        { at: new Date(until), what: `${what} closes` },
      ];
    }),
    ...waiting.flatMap(({ title, due }) =>
      due === undefined ? [] : [{ at: new Date(due), what: `${releaseName(shown)}: ${inertLine(title, 120)} is due` }],
    ),
  ];
}

/** When the person's releases are to be out, and when their steps are due, in the coming days. */
function coming({ person, running, own = [], at, zone }: OutlookFacts): readonly KnownBlock[] {
  const until = at.getTime() + daysAhead * 24 * 3_600_000;
  const times = running
    .filter(
      ({ shown: { component, summary } }) =>
        own.includes(component) ||
        summary.starter === person ||
        summary.waiting.some(({ people }) => people.includes(person)),
    )
    .flatMap(({ shown }) => comingOf(shown))
    .filter((one) => one.at >= at && one.at.getTime() <= until)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return times.map((one) => section(`${slackDate(one.at, zone)} · ${one.what}`));
}

/** What a person looks ahead to, below what waits for them: what they put off, their components, the times of the coming days. Empty where there is none. */
export function outlookBlocks(facts: OutlookFacts): readonly KnownBlock[] {
  return [
    ...part('Snoozed', asleep(facts)),
    ...part('Your components', ofOwn(facts)),
    ...part(`The next ${daysAhead} days`, coming(facts)),
  ];
}

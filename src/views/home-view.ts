import type { Button, HomeView, KnownBlock, SectionBlock } from '@slack/types';
import { waiversOf } from '../release/entitlement.ts';
import type { Person, Release } from '../release/release.ts';
import { isStuck, type Waiting, waitingOf } from '../release/waiting.ts';
import { waitsFor } from '../release/waits-for.ts';
import { actionIds } from './action-ids.ts';
import { button, context, header, section } from './blocks.ts';
import { checkButtons } from './check-buttons.ts';
import { slackDate } from './dates.ts';
import { inertLine } from './escape.ts';
import { outlookBlocks } from './home-outlook.ts';
import { placeOf, releaseName, type ShownRelease, waitsOf } from './running-lines.ts';
import { stepButton } from './step-buttons.ts';
import { markOf, progressOf } from './step-words.ts';
import { windowLine } from './window-lines.ts';

const most = 15; // of each part: all in all 100 blocks, and 250 KB where every text is as long as it may be
const waitsEach = 5; // lines of a running release

/** A running release in Home. */
interface HomeRelease {
  readonly shown: ShownRelease;
  /** All of it, where it may wait for the person. */
  readonly whole: Release | undefined;
}

interface HomeFacts {
  readonly person: Person;
  /** Oldest first. */
  readonly running: readonly HomeRelease[];
  /** When this was read. */
  readonly at: Date;
  readonly zone: string;
  /** The slash command, such as `/release`. */
  readonly command: string;
  readonly components: Readonly<Record<string, { readonly channel: string }>>;
  /** The components in which slipway.yml gives the person a role. */
  readonly own?: readonly string[];
}

/** What waits for this person, and the checks that do not pass and are theirs to waive. */
function waitsHere(release: Release, person: Person): readonly Waiting[] {
  const own = waitsFor(release, person);
  if (release.status !== 'open') return own;
  const waivable = waitingOf(release).filter((w) => isStuck(w) && waiversOf(release, w.planned).includes(person));
  return [...own, ...waivable.filter((w) => !own.some(({ planned }) => planned.id === w.planned.id))];
}

function withButton(block: SectionBlock, accessory: Button | undefined): SectionBlock {
  return accessory === undefined ? block : { ...block, accessory };
}

function waitBlock(shown: ShownRelease, release: Release, waiting: Waiting): SectionBlock {
  const { planned, title, since, deadline, state } = waiting;
  const zone = release.playbook['time-zone'];
  const times = [
    ...(since === undefined ? [] : [`since ${slackDate(since, zone)}`]),
    ...(deadline === undefined || state.status === 'failed' ? [] : [`due ${slackDate(deadline, zone)}`]),
  ];
  const text = section(
    `${releaseName(shown)}: *${inertLine(title, 160)}*`,
    [markOf(release, planned), ...times].join(' · '),
    ...windowLine(release, planned),
    ...(state.failure === undefined ? [] : [inertLine(state.failure.sentence, 300)]),
    ...(isStuck(waiting)
      ? [progressOf(release, planned), 'It is yours to waive, with a reason, if it cannot be mended.']
      : []),
  );
  return withButton(text, stepButton(release, planned) ?? checkButtons(release, planned).at(-1));
}

/** As many blocks as there may be, and how many there are besides. */
function cutOff(blocks: readonly KnownBlock[], more: string): readonly KnownBlock[] {
  const rest = blocks.length - most;
  return rest > 0 ? [...blocks.slice(0, most), context(`and ${rest} more${more}`)] : blocks;
}

function ownBlocks({ person, running }: HomeFacts): readonly KnownBlock[] {
  const own = running.flatMap(({ shown, whole }) =>
    whole === undefined ? [] : waitsHere(whole, person).map((waiting) => waitBlock(shown, whole, waiting)),
  );
  if (own.length === 0) return [section('Nothing waits for you.')];
  return cutOff(own, ': they come up here as you do these');
}

function runningBlocks({ running, zone, command, components }: HomeFacts): readonly KnownBlock[] {
  if (running.length > 0) {
    const blocks = running.map(({ shown }) =>
      section(`${releaseName(shown)} in <#${shown.channel}>: ${placeOf(shown)}`, ...waitsOf(shown, zone, waitsEach)),
    );
    return cutOff(blocks, `: \`${command} list\` shows all`);
  }
  const starts = Object.entries(components).map(
    ([name, { channel }]) => `• \`${command} start ${name}\` in <#${channel}>`,
  );
  return starts.length === 0
    ? [section('No release is running, and slipway.yml names no component yet.')]
    : [section('No release is running. This begins one:', ...starts)];
}

const refresh = button({ action: actionIds.refreshHome, words: 'Refresh', value: 'home', aloud: 'Refresh Home' });

/** What waits for the person, what runs, and when this was so. */
export function homeView(facts: HomeFacts): HomeView {
  const asOf = section(`Last refreshed ${slackDate(facts.at, facts.zone)}`);
  const blocks = [
    header('What waits for you'),
    ...ownBlocks(facts),
    ...outlookBlocks(facts),
    header('Running releases'),
    ...runningBlocks(facts),
    withButton(asOf, refresh),
  ];
  return { type: 'home', blocks };
}

/** A Home that only tells something, such as why it cannot be shown. `text` is mrkdwn: the caller escapes what people typed. */
export function noticeHome(text: string): HomeView {
  return { type: 'home', blocks: [section(...text.split('\n')), { type: 'actions', elements: [refresh] }] };
}

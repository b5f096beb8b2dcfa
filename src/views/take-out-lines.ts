import type { ReleaseEvent } from '../release/events.ts';
import { isRunning, type Release } from '../release/release.ts';
import { openTakeOuts, type TakeOut } from '../release/take-out.ts';
import { slackDate } from './dates.ts';
import { inert, inertLine, link } from './escape.ts';
import { mention } from './mentions.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;

const longest = 120;
const changeOf = ({ change, title }: Pick<TakeOut, 'change' | 'title'>): string =>
  `#${change} ${inertLine(title, longest)}`;

/** What the release waits for because it is taken out. Mrkdwn; a line each. */
export function takeOutLines(release: Release): readonly string[] {
  const zone = release.playbook['time-zone'];
  return openTakeOuts(release).map(({ takeOut }) => {
    const { opened, by, at, reason } = takeOut;
    const asked = `asked by ${mention(by)} ${slackDate(at, zone)}: ${inertLine(reason, 200)}`;
    if (opened === undefined) return `✂️ Taking out: ${changeOf(takeOut)} · ${asked}`;
    return `✂️ Waiting: ${link(opened.url, `pull request #${opened.number}`)} is to be merged, which takes out ${changeOf(takeOut)} · ${asked}`;
  });
}

/** Pull requests that would take something out, and stay open when the release is over. Mrkdwn. */
export function takeOutsLeft(release: Release): readonly string[] {
  return release.takeOuts.flatMap(({ opened, ended, change }) =>
    opened === undefined || ended !== undefined
      ? []
      : [
          `${link(opened.url, `Pull request #${opened.number}`)}, which takes out #${change}, stays: merge it, or close it`,
        ],
  );
}

/** Somebody asked for it. Mrkdwn. */
export function takeOutAsked(event: Of<'TakeOutAsked'>): readonly string[] {
  return [`✂️ ${mention(event.by)} takes out ${changeOf(event)}: ${inertLine(event.reason, 1000)}`];
}

/** The pull request is there. Mrkdwn. */
export function takeOutOpened(release: Release, { asked, how, number, url }: Of<'TakeOutOpened'>): readonly string[] {
  const of = release.takeOuts[asked - 1];
  const what =
    of === undefined ? 'the change' : `${changeOf(of)}, as ${mention(of.by)} asked (${inertLine(of.reason, 300)})`;
  return [
    `✂️ ${link(url, `Pull request #${number}`)} ${how === 'made' ? 'takes' : 'was there already, and takes'} out ${what}.`,
    'Merge it as usual, with its reviews: the release waits for it. Close it, and the release goes on with the change.',
  ];
}

/** It was merged, closed, or cannot be made. Mrkdwn. */
export function takeOutEnded({ how, sentence, byHand }: Of<'TakeOutEnded'>): readonly string[] {
  const said = inertLine(sentence, 1200);
  if (how === 'merged') return [`✂️ Taken out: ${said}`];
  if (how === 'closed') return [`↩️ Not taken out: ${said}`];
  return [
    `⚠️ Not taken out: ${said}`,
    ...(byHand === undefined ? [] : [`\`\`\`${inert(byHand, 800).replaceAll('`', '')}\`\`\``]),
  ];
}

/** What was to be taken out, and was released before that was done. Mrkdwn. */
export function takeOutsTooLate(release: Release): readonly string[] {
  if (!isRunning(release)) return [];
  const open = openTakeOuts(release).map(({ asked }) => asked);
  return release.takeOuts.flatMap((one, n) =>
    one.ended === undefined && !open.includes(n + 1)
      ? [
          `⚠️ Merged before it was taken out: ${changeOf(one)}${one.opened === undefined ? '' : ` · ${link(one.opened.url, `pull request #${one.opened.number}`)}`}`,
        ]
      : [],
  );
}

import type { Release } from '../release/release.ts';
import { type Waiting, waitingOf } from '../release/waiting.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { mentions } from './mentions.ts';
import { markOf, progressOf } from './step-words.ts';

function asksPeople({ planned, state }: Waiting): boolean {
  const asked = planned.kind === 'checklist' || planned.kind === 'sign-off' || planned.kind === 'deploy';
  return asked && state.requested === undefined;
}

function onWhom(waiting: Waiting): string {
  const { people } = waiting;
  if (!asksPeople(waiting)) return '';
  return people.length === 0
    ? ' · on *nobody*: the role has no one who may; cancel, and start again with the role filled'
    : ` · on ${mentions(people, 8, 'or')}`;
}

function lineOf(release: Release, waiting: Waiting): string {
  const zone = release.playbook['time-zone'];
  const since = waiting.since === undefined ? '' : ` · since ${slackDate(waiting.since, zone)}`;
  const due =
    waiting.deadline === undefined || !asksPeople(waiting) ? '' : ` · due ${slackDate(waiting.deadline, zone)}`;
  const head = `${markOf(release, waiting.planned)}: *${inertLine(waiting.title, 160)}*${onWhom(waiting)}${since}${due}`;
  const { failure, status } = waiting.state;
  if (status === 'failed' && failure !== undefined) {
    const what =
      failure.link === undefined ? inertLine(failure.sentence, 500) : link(failure.link, failure.sentence, 500);
    return `${head}\n      ${what}\n      *What to do:* ${inertLine(failure.remedy, 500)}`;
  }
  const progress = progressOf(release, waiting.planned);
  return progress === '' ? head : `${head}\n      ${progress}`;
}

/** What a release waits for, on whom, since when, and what was last read: a line each, failed ones first. Mrkdwn. */
export function waitingLines(release: Release): readonly string[] {
  const waiting = waitingOf(release);
  const failed = waiting.filter((w) => w.state.status === 'failed');
  return [...failed, ...waiting.filter((w) => w.state.status !== 'failed')].map((w) => lineOf(release, w));
}

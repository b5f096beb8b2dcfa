import { blockingIssues } from '../release/blocking-issues.ts';
import { awaitsOpening } from '../release/deploy-window.ts';
import { awaitsConfirmation, awaitsReview, type Release } from '../release/release.ts';
import { type Waiting, waitingOf } from '../release/waiting.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { askedToForce } from './forced-lines.ts';
import { jobLinks } from './job-links.ts';
import { mention, mentions } from './mentions.ts';
import { roleNotes } from './role-notes.ts';
import { secondLines } from './step-buttons.ts';
import { markOf, progressOf } from './step-words.ts';
import { windowLine } from './window-lines.ts';

/** Whether people are asked for it, who have not done it yet. */
export function asksPeople(release: Release, { planned, state }: Waiting): boolean {
  const asked = ['checklist', 'sign-off', 'window', 'deploy'].includes(planned.kind);
  if (awaitsOpening(release, planned)) return false;
  if (awaitsReview(planned, state)) return true;
  if (blockingIssues(state).length > 0) return true;
  return asked && (state.requested === undefined || awaitsConfirmation(planned, state));
}

function onWhom(release: Release, waiting: Waiting): string {
  const { people } = waiting;
  if (!asksPeople(release, waiting)) return '';
  return people.length === 0
    ? ' · on *nobody*: the role has no one who may; those who run the release can give it to somebody else with the word `role`'
    : ` · on ${mentions(people, 8, 'or')}`;
}

/** Who of those waited for put off their reminders, so that others know when they look at it again. */
function asleep(release: Release, waiting: Waiting): string {
  if (!asksPeople(release, waiting)) return '';
  return waiting.people
    .flatMap((person) => {
      const until = release.chased[person]?.snoozed;
      const zone = release.playbook['time-zone'];
      return until === undefined ? [] : [` · ${mention(person)} snoozed until ${slackDate(until, zone)}`];
    })
    .slice(0, 8)
    .join('');
}

function lineOf(release: Release, waiting: Waiting): string {
  const zone = release.playbook['time-zone'];
  const since = waiting.since === undefined ? '' : ` · since ${slackDate(waiting.since, zone)}`;
  const due =
    waiting.deadline === undefined || !asksPeople(release, waiting)
      ? ''
      : ` · due ${slackDate(waiting.deadline, zone)}`;
  const head = `${markOf(release, waiting.planned)}: *${inertLine(waiting.title, 160)}*${onWhom(release, waiting)}${since}${due}${asleep(release, waiting)}`;
  const { failure, status } = waiting.state;
  if (status === 'failed' && failure !== undefined) {
    const what =
      failure.link === undefined ? inertLine(failure.sentence, 500) : link(failure.link, failure.sentence, 500);
    const jobs = jobLinks(failure.jobs).map((line) => `\n      ${line}`);
    return `${head}\n      ${what}${jobs.join('')}\n      *What to do:* ${inertLine(failure.remedy, 500)}`;
  }
  const said = [
    ...windowLine(release, waiting.planned),
    progressOf(release, waiting.planned),
    askedToForce(release, waiting.planned) ?? '',
    ...(waiting.state.requested === undefined && asksPeople(release, waiting)
      ? secondLines(release, waiting.planned)
      : []),
  ];
  const roles = asksPeople(release, waiting) ? roleNotes(release, waiting.planned) : [];
  return [head, ...said.filter((line) => line !== ''), ...roles].join('\n      ');
}

/** What a release waits for, on whom, since when, and what was last read: a line each, failed ones first. Mrkdwn. */
export function waitingLines(release: Release): readonly string[] {
  const waiting = waitingOf(release);
  const failed = waiting.filter((w) => w.state.status === 'failed');
  return [...failed, ...waiting.filter((w) => w.state.status !== 'failed')].map((w) => lineOf(release, w));
}

import type { ReleaseEvent } from '../release/events.ts';
import { type Person, plannedStep, type Release, stepState } from '../release/release.ts';
import type { Signature } from '../release/step-state.ts';
import { inertLine, link } from './escape.ts';
import { mentions } from './mentions.ts';

type Of<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;

const mostLines = 8;

function bullets(news: string | undefined): readonly string[] {
  const lines = (news ?? '').split('\n').filter((line) => line !== '');
  return lines.slice(0, mostLines).map((line) => `• ${inertLine(line, 160)}`);
}

/** Whose signatures for a commit became void when it moved. What somebody took back was void before. */
function signersOf(release: Release, of: string, subject: string): readonly Person[] {
  const voided = release.plan.flatMap((p) =>
    'sign-off' in p.step && p.step.of === of ? stepState(release, p.id).voided : [],
  );
  const theirs = voided.filter((s) => s.subject === subject && s.revoked === undefined);
  return [...new Set(theirs.map((s) => s.by))];
}

/** Tells those whose signatures a push made void what changed since: the commits, and where to compare. Mrkdwn. */
export function voidedByPush(release: Release, event: Of<'HeadMoved'>): readonly string[] {
  const signers = signersOf(release, event.step, event.from);
  if (signers.length === 0) return [];
  const since = event.link === undefined ? 'What changed since' : link(event.link, 'What changed since');
  return [
    `${mentions(signers, 50)}: your signature is void; please look at what changed.`,
    `${since}: \`${event.from.slice(0, 7)}\` → \`${event.to.slice(0, 7)}\``,
    ...bullets(event.news),
  ];
}

/** Tells those whose signatures a commit pinned anew made void; what changed is told once it is read. Mrkdwn. */
export function voidedByRepin(release: Release, { step, from }: Of<'CommitRepinned'>): readonly string[] {
  const signers = signersOf(release, step, from);
  if (signers.length === 0) return [];
  return [
    `${mentions(signers, 50)}: what you decided for \`${from.slice(0, 7)}\` is void; what changed follows here as soon as the branch is read.`,
  ];
}

/** What the commit that was pinned anew has that the one before lacked. Mrkdwn. */
export function pinnedNews(event: Of<'StepCompleted'>): readonly string[] {
  return bullets(event.facts?.['news']);
}

/** The last signature of a person that was given for an earlier commit than the present one. */
function earlierOf(release: Release, step: string, person: Person, head: string): Signature | undefined {
  return stepState(release, step).voided.findLast(
    (s) => s.by === person && s.subject !== head && s.revoked === undefined,
  );
}

const decided = { approve: 'You signed', changes: 'You asked for changes to', reject: 'You rejected' } as const;

/** What moved since a person decided here for an earlier commit: `you signed abc1234; since then: …`. Mrkdwn; empty where they did not. */
export function signedBefore(
  release: Release,
  step: string,
  person: Person,
  head: string,
  githubUrl: string,
): readonly string[] {
  const signed = plannedStep(release, step)?.step;
  const earlier = earlierOf(release, step, person, head);
  if (signed === undefined || !('sign-off' in signed) || earlier === undefined) return [];
  const { moves } = stepState(release, signed.of);
  const first = moves.findIndex((move) => move.from === earlier.subject);
  const news =
    first === -1
      ? ''
      : moves
          .slice(first)
          .flatMap((move) => move.news ?? [])
          .join('\n');
  const said = earlier.comment === undefined ? '' : `: “${inertLine(earlier.comment, 300)}”`;
  const compare = link(`${githubUrl}/${release.component.repository}/compare/${earlier.subject}...${head}`, 'compare');
  return [
    `${decided[earlier.decision]} \`${earlier.subject.slice(0, 7)}\`${said}; since then: ${compare} with \`${head.slice(0, 7)}\``,
    ...bullets(news),
  ];
}

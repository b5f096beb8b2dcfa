import { plannedStep, type Release, stepState } from '../release/release.ts';
import { counted } from '../release/wording.ts';
import { inertLine, link } from './escape.ts';

/** The branch of which a step pinned a commit; undefined for a step of another kind. */
export function pinnedBranch(release: Release, step: string): string | undefined {
  const found = plannedStep(release, step)?.step;
  return found !== undefined && 'action' in found && found.action === 'pin-commit' ? found.ref : undefined;
}

/** A pinned commit on a line: what it is, how much it carries. Mrkdwn. */
export function pinnedLine(release: Release, step: string, head: string): string {
  const { facts } = stepState(release, step);
  const count = facts['commits'] === undefined ? [] : [counted(Number(facts['commits']), 'commit')];
  const what = link(facts['url'] ?? '', `Commit ${head.slice(0, 7)} of ${pinnedBranch(release, step) ?? ''}`);
  return [what, ...count, `at \`${head.slice(0, 7)}\``].join(' · ');
}

/** What a pinned commit carries: how many commits, whose, where to read them. Mrkdwn. */
export function pinnedChanges(release: Release, step: string, subject: string): readonly string[] {
  const { facts } = stepState(release, step);
  const { previousTag } = release;
  const url = facts['url'] ?? '';
  const after = previousTag === undefined ? ', the first release' : `, after ${inertLine(previousTag, 80)}`;
  const commits = counted(Number(facts['commits'] ?? 0), 'commit');
  const pulls = counted(Number(facts['pullRequests'] ?? 0), 'pull request');
  const authors = (facts['authors'] ?? '').split(' ').filter((login) => login !== '');
  const lines = (facts['changes'] ?? '').split('\n').filter((line) => line !== '');
  return [
    `\`${inertLine(pinnedBranch(release, step) ?? '', 80).replaceAll('`', '')}\` pinned at \`${subject.slice(0, 7)}\`${after}`,
    `${link(url, previousTag === undefined ? commits : `${commits}: compare`)} · ${pulls}`,
    ...(authors.length === 0 ? [] : [`by ${inertLine(authors.join(', '), 400)}`]),
    ...lines.map((line) => `• ${inertLine(line, 200)}`),
  ];
}

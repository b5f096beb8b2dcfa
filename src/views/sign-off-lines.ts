import { itemsOf } from '../release/checklist.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Release, stepState } from '../release/release.ts';
import { subjectOf } from '../release/sign-off.ts';
import { signaturesNeeded, signingRoles } from '../release/signing-roles.ts';
import { evidenceWords } from '../release/tick-evidence.ts';
import { titleOf } from '../release/waiting.ts';
import { counted, listed } from '../release/wording.ts';
import { slackDate } from './dates.ts';
import { inert, inertLine, inertWithLink, link } from './escape.ts';
import { mention } from './mentions.ts';
import { pinnedBranch, pinnedChanges } from './pinned-lines.ts';
import { roleWords } from './role-words.ts';
import { completionOf, markOf, progressOf } from './step-words.ts';

const asksPeople = new Set<PlannedStep['kind']>(['checklist', 'sign-off', 'window', 'deploy']);

/** The commits that are signed: how many, whose, where to read them. Mrkdwn. */
export function shownChanges(release: Release, pullRequest: string, subject: string): readonly string[] {
  const { facts } = stepState(release, pullRequest);
  if (pinnedBranch(release, pullRequest) !== undefined) return pinnedChanges(release, pullRequest, subject);
  const url = facts['url'] ?? '';
  const commits = counted(Number(facts['commits'] ?? release.changes.commits), 'commit');
  const pulls = counted(Number(facts['pullRequests'] ?? release.changes.pullRequests), 'pull request');
  const authors = (facts['authors'] ?? '').split(' ').filter((login) => login !== '');
  const title = facts['title'] === undefined ? '' : `: ${facts['title']}`;
  const lines = (facts['changes'] ?? '').split('\n').filter((line) => line !== '');
  return [
    `${link(url, `Pull request #${facts['number'] ?? '?'}${title}`)} at \`${subject.slice(0, 7)}\`${release.previousTag === undefined ? '' : `, after ${inertLine(release.previousTag, 80)}`}`,
    `${link(`${url}/commits`, commits)} · ${pulls} · ${link(`${url}/files`, 'all files')}`,
    ...(authors.length === 0 ? [] : [`by ${inertLine(authors.join(', '), 400)}`]),
    ...lines.map((line) => `• ${inertLine(line, 200)}`),
  ];
}

/** Every check up to this sign-off, with what it last said. Mrkdwn. */
export function gateLines(release: Release, { group }: PlannedStep): readonly string[] {
  return release.plan
    .filter((p) => p.kind === 'check' && p.group <= group)
    .map((p) => {
      const said = stepState(release, p.id).status === 'done' ? completionOf(release, p) : progressOf(release, p);
      return `${markOf(release, p)}: ${inertLine(titleOf(release, p), 160)}${said === '' ? '' : ` · ${said}`}`;
    });
}

function tickedLines(release: Release, planned: PlannedStep): readonly string[] {
  const { ticks } = stepState(release, planned.id);
  const zone = release.playbook['time-zone'];
  return itemsOf(release, planned.id).map(([number, item]) => {
    const tick = ticks[number];
    if (tick === undefined) return `⚪ Open: ${inertLine(item.say, 160)}`;
    const words = evidenceWords(item, tick);
    const evidence = words === undefined ? '' : ` · ${inertWithLink(words, 300)}`;
    return `☑️ Ticked: ${inertLine(item.say, 160)} · ${mention(tick.by)} ${slackDate(tick.at, zone)}${evidence}`;
  });
}

/** Checklists up to this sign-off, what people said they did outside, and what was forced. Mrkdwn. */
export function evidenceLines(release: Release, { group }: PlannedStep): readonly string[] {
  return release.plan
    .filter((p) => p.group <= group)
    .flatMap((p) => {
      const { done } = stepState(release, p.id);
      if (done?.how === 'outside' || (done?.how === 'forced' && p.kind !== 'check'))
        return [`${markOf(release, p)}: ${inertLine(titleOf(release, p), 160)} · ${completionOf(release, p)}`];
      return p.kind === 'checklist' ? tickedLines(release, p) : [];
    });
}

/** What the starter answered: features, rollout plan, what to watch. A text each. Mrkdwn. */
export function planLines(release: Release): readonly string[] {
  return Object.entries(release.playbook.questions).flatMap(([name, question]) => {
    const given = release.answers[name];
    const text = Array.isArray(given) ? given.join(', ') : typeof given === 'string' ? given : undefined;
    return text === undefined || text === '' ? [] : [`*${inertLine(question.ask, 150)}*\n${inert(text, 2700)}`];
  });
}

/** Signatures for the present commit. Mrkdwn. */
export function signatureLines(release: Release, planned: PlannedStep): readonly string[] {
  const subject = subjectOf(release, planned.id);
  const current = stepState(release, planned.id).signatures.filter((s) => s.subject === subject);
  return current.length === 0 ? [] : [progressOf(release, planned)];
}

/** What Slipway does by itself once this is signed, up to the next thing that people are asked for. Mrkdwn. */
export function consequenceLines(release: Release, planned: PlannedStep): readonly string[] {
  if (!('sign-off' in planned.step)) return [];
  const quorum = signaturesNeeded(release, planned.step);
  const roles = signingRoles(planned.step);
  const as =
    roles.length > 1 ? `, as ${listed(roles.map((role) => roleWords(release, role)))}; one person counts once` : '';
  const beside = release.plan.filter(
    (p) => p.group === planned.group && p.id !== planned.id && stepState(release, p.id).status !== 'done',
  );
  const later = release.plan.filter((p) => p.group > planned.group);
  const next = later.findIndex((p) => asksPeople.has(p.kind));
  const machines = next === -1 ? later : later.slice(0, next);
  const then = next === -1 ? undefined : later[next];
  const titles = (steps: readonly PlannedStep[], joint: string) =>
    steps.map((p) => inertLine(titleOf(release, p), 160)).join(joint);
  return [
    ...(quorum > 1 ? [`It takes ${quorum} signatures${as}.`] : []),
    ...(beside.length === 0 ? [] : [`Beside this, the release still waits for: ${titles(beside, ', ')}.`]),
    machines.length === 0
      ? 'Then Slipway does nothing by itself.'
      : `Then Slipway does by itself: ${titles(machines, ' → ')}.`,
    then === undefined
      ? 'With that the release is closed.'
      : `After that, people are asked for: ${inertLine(titleOf(release, then), 160)}.`,
  ];
}

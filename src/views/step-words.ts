import { itemsOf } from '../release/checklist.ts';
import type { PlannedStep } from '../release/plan.ts';
import { isMachines, type Release, stepState } from '../release/release.ts';
import { subjectOf } from '../release/sign-off.ts';
import { slackDate } from './dates.ts';
import { inertLine, inertWithLink, link } from './escape.ts';
import { mention } from './mentions.ts';

function activeMark(release: Release, planned: PlannedStep): string {
  const { reading, reminders } = stepState(release, planned.id);
  if (reading?.outcome === 'fail') return '🔴 Red';
  if (reading?.outcome === 'unavailable') return '⚠️ Cannot be read';
  if (release.status === 'paused') return '⏸️ Paused';
  if (reminders > 0) return '⏰ Overdue';
  if (!isMachines(release, planned.id)) return '👤 Waiting';
  return reading === undefined ? '⚙️ Working' : '⏳ Waiting';
}

/** An emoji and the word that says the same, for the state of a step. */
export function markOf(release: Release, planned: PlannedStep): string {
  const { status, done } = stepState(release, planned.id);
  if (status === 'failed') return '❌ Failed';
  if (status === 'pending') return '⚪ To come';
  if (status === 'active') return activeMark(release, planned);
  if (done?.how === 'outside') return '☑️ Done outside';
  return done?.how === 'adopted' ? '✅ Done by hand' : '✅ Done';
}

const decided = { approve: 'approved by', changes: 'changes asked by', reject: 'rejected by' } as const;

function signaturesOf(release: Release, planned: PlannedStep): string {
  if (!('sign-off' in planned.step)) return '';
  const role = release.playbook.roles[planned.step['sign-off']];
  const subject = subjectOf(release, planned.id);
  const current = stepState(release, planned.id).signatures.filter((s) => s.subject === subject);
  const approved = current.filter((s) => s.decision === 'approve').length;
  const quorum = role?.quorum ?? 1;
  const each = current.map((s) => {
    const comment = s.comment === undefined ? '' : `: “${inertLine(s.comment)}”`;
    return `${decided[s.decision]} ${mention(s.by)} ${slackDate(s.at, release.playbook['time-zone'])}${comment}`;
  });
  const count = quorum > 1 ? [`${approved} of ${quorum} signatures`] : [];
  return [...count, ...each].join('; ');
}

/** How far an unfinished step has come: ticks, signatures, what the check last said. Mrkdwn; empty where there is nothing to say. */
export function progressOf(release: Release, planned: PlannedStep): string {
  const { ticks, reading, requested } = stepState(release, planned.id);
  if (planned.kind === 'checklist') {
    const items = itemsOf(release, planned.id);
    return `${items.filter(([n]) => ticks[n] !== undefined).length} of ${items.length} ticked`;
  }
  if (planned.kind === 'sign-off') return signaturesOf(release, planned);
  const zone = release.playbook['time-zone'];
  const pressed =
    requested === undefined ? [] : [`started by ${mention(requested.by)} ${slackDate(requested.at, zone)}`];
  const read =
    reading === undefined
      ? []
      : [reading.link === undefined ? inertLine(reading.sentence) : `${link(reading.link, reading.sentence, 300)}`];
  return [...pressed, ...read].join('; ');
}

/** How a finished step came about: what, by whom, when. Mrkdwn. */
export function completionOf(release: Release, planned: PlannedStep): string {
  const { done, signatures } = stepState(release, planned.id);
  if (done === undefined) return '';
  const at = slackDate(done.at, release.playbook['time-zone']);
  if (planned.kind === 'sign-off' && done.how === 'made')
    return signatures
      .map((s) => `approved by ${mention(s.by)} ${slackDate(s.at, release.playbook['time-zone'])}`)
      .join('; ');
  const said = done.link === undefined ? inertWithLink(done.sentence) : link(done.link, done.sentence, 300);
  return `${said}${done.by === undefined ? '' : `, by ${mention(done.by)}`} ${at}`;
}

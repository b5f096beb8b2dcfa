import { itemsOf } from '../release/checklist.ts';
import { touches } from '../release/circumstances.ts';
import type { PlannedStep } from '../release/plan.ts';
import { awaitsConfirmation, awaitsReview, isMachines, type Release, stepState } from '../release/release.ts';
import { signedSoFar, subjectOf } from '../release/sign-off.ts';
import type { Reading } from '../release/step-state.ts';
import { inline } from './blocks.ts';
import { slackDate } from './dates.ts';
import { inertLine, inertWithLink, link } from './escape.ts';
import { forcedWords } from './forced-lines.ts';
import { mention } from './mentions.ts';
import { deployConfirmed, isJoint, jointSigned, mentionIn, signerOf } from './signed-so-far.ts';
import { windowSpan } from './window-lines.ts';

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
  const { status, done, facts } = stepState(release, planned.id);
  if (status === 'failed') return '❌ Failed';
  if (status === 'pending') return '⚪ To come';
  if (status === 'active') return activeMark(release, planned);
  if (done?.how === 'waived') return '🟡 Waived';
  if (done?.how === 'outside') return '✋ Done outside';
  if (done?.how === 'forced') return '🚨 Forced';
  if (touches(facts)) return '🔎 Found';
  return done?.how === 'adopted' ? '✅ Done by hand' : '✅ Done';
}

/** Of a section, which drops a line that does not fit as a whole. */
const signaturesText = 2000;
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
    return `${decided[s.decision]} ${signerOf(s)} ${slackDate(s.at, release.playbook['time-zone'])}${comment}`;
  });
  const joint = jointSigned(release, planned);
  if (joint !== '') {
    const against = each.filter((_, n) => current[n]?.decision !== 'approve');
    return inline([joint, ...against], signaturesText, '; ');
  }
  const count = quorum > 1 ? [`${approved} of ${quorum} signatures`] : [];
  return inline([...count, ...each], signaturesText, '; ');
}

/** How far an unfinished step has come: ticks, signatures, what the check last said. Mrkdwn; empty where there is nothing to say. */
export function progressOf(release: Release, planned: PlannedStep): string {
  const state = stepState(release, planned.id);
  const { ticks, reading, requested } = state;
  if (planned.kind === 'checklist') {
    const items = itemsOf(release, planned.id);
    return `${items.filter(([n]) => ticks[n] !== undefined).length} of ${items.length} ticked`;
  }
  if (planned.kind === 'sign-off') return signaturesOf(release, planned);
  const zone = release.playbook['time-zone'];
  if (awaitsReview(planned, state)) return 'written, and posted once it is reviewed';
  const pressed =
    requested === undefined
      ? []
      : awaitsConfirmation(planned, state)
        ? [`asked for by ${signerOf(requested)} ${slackDate(requested.at, zone)}`, deployConfirmed(release, planned)]
        : [`started by ${signerOf(requested)} ${slackDate(requested.at, zone)}`];
  return [...pressed, ...(reading === undefined ? [] : [readingOf(reading)])].join('; ');
}

function readingOf(reading: Pick<Reading, 'sentence' | 'link'>): string {
  return reading.link === undefined ? inertLine(reading.sentence) : link(reading.link, reading.sentence, 300);
}

/** How a finished step came about: what, by whom, when. Mrkdwn. */
export function completionOf(release: Release, planned: PlannedStep): string {
  const { done, signatures, reading, reviewed } = stepState(release, planned.id);
  if (done === undefined) return '';
  const zone = release.playbook['time-zone'];
  const at = slackDate(done.at, zone);
  if (done.how === 'waived') {
    const last = reading === undefined ? 'it had not been read' : `it last said: ${readingOf(reading)}`;
    return `waived by ${mention(done.by ?? 'slipway')} ${at}: “${inertLine(done.sentence)}”; ${last}`;
  }
  if (done.how === 'forced') return forcedWords(release, planned);
  const { window } = stepState(release, planned.id);
  if (window !== undefined && done.how === 'made')
    return `${windowSpan(release, window)}${done.by === undefined ? '' : `, scheduled by ${mention(done.by)}`} ${at}`;
  const seating = isJoint(planned) ? signedSoFar(release, planned.id) : { seated: new Map(), lacking: [] };
  if (planned.kind === 'sign-off' && done.how === 'made')
    return inline(
      signatures.map((s) => `approved by ${mentionIn(release, seating, s)} ${slackDate(s.at, zone)}`),
      signaturesText,
      '; ',
    );
  const reviewer = reviewed === undefined || done.how === 'outside' ? '' : `, reviewed by ${mention(reviewed.by)}`;
  const said = done.link === undefined ? inertWithLink(done.sentence) : link(done.link, done.sentence, 300);
  return `${said}${reviewer}${done.by === undefined ? '' : `, by ${mention(done.by)}`} ${at}`;
}

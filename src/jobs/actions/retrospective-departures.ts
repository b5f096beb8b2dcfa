import { plainMarkdown } from '../../release/markdown.ts';
import type { PlannedStep } from '../../release/plan.ts';
import { plannedStep, type Release, stepState } from '../../release/release.ts';
import { roleTitle } from '../../release/role-title.ts';
import { decidedWords, setbacksOf, waiverStands } from '../../release/setbacks.ts';
import { shortened } from '../../release/shortened.ts';
import { titleOf } from '../../release/waiting.ts';
import { listed } from '../../release/wording.ts';
import { inZone } from '../../zoned-time.ts';

const lineRoom = 500;

/** What people typed, as it may stand in an issue. */
export const text = (typed: string): string => plainMarkdown(shortened(typed, lineRoom));

/** A person by GitHub login where slipway.yml knows it, without a mention. */
export function nameOf(release: Release, person: string): string {
  return plainMarkdown(release.component.github[person] ?? (person === 'slipway' ? 'Slipway' : person));
}

export function nameOfStep(release: Release, step: string): string {
  const planned = plannedStep(release, step);
  return text(planned === undefined ? step : titleOf(release, planned));
}

/** Who acted, and for whom where the role was handed to them. */
function actorOf(release: Release, { by, for: holder }: { by: string; for?: string | undefined }): string {
  return holder === undefined ? nameOf(release, by) : `${nameOf(release, by)} for ${nameOf(release, holder)}`;
}

/** A line that begins with when it was. */
function at(release: Release, when: Date, words: string): string {
  return `- ${inZone(when, release.playbook['time-zone'])}: ${words}`;
}

/** How a step came to be done, and by whom: what was passed and what was only let by are told apart. */
export function howDone(release: Release, { id, kind }: PlannedStep): string {
  const { done, signatures } = stepState(release, id);
  if (done === undefined) return '';
  const by = done.by === undefined ? '' : ` by ${nameOf(release, done.by)}`;
  if (done.how === 'waived') return `, not passed: waived${by}`;
  if (done.how === 'forced') return `, not passed: forced${by}`;
  if (done.how === 'outside') return `, done outside of Slipway, as said${by}`;
  if (kind !== 'sign-off' || signatures.length === 0) return by === '' ? '' : `,${by}`;
  return `, by ${listed(signatures.map((signature) => actorOf(release, signature)))}`;
}

/** Who rejected what, or asked for changes, and why; also where they have signed since. */
export function objectionLines(release: Release): readonly string[] {
  return setbacksOf(release, 'SignOffGiven').map(({ at: when, event }) => {
    const said = event.comment === undefined ? '' : `: ${text(event.comment)}`;
    const words = `${nameOfStep(release, event.step)}, ${decidedWords[event.decision]} by ${actorOf(release, event)} at ${event.subject.slice(0, 7)}${said}`;
    return at(release, when, words);
  });
}

export function voidedLines(release: Release): readonly string[] {
  return release.plan.flatMap(({ id }) =>
    stepState(release, id).voided.map((signature) => {
      const { decision, subject, revoked } = signature;
      const back = revoked === undefined ? '' : `, taken back: ${text(revoked.reason)}`;
      const words = `${nameOfStep(release, id)}, ${decidedWords[decision]} by ${actorOf(release, signature)} at ${subject.slice(0, 7)}${back}`;
      return at(release, signature.at, words);
    }),
  );
}

/** Whose word moved the release to another commit, and why. */
export function repinnedLines(release: Release): readonly string[] {
  return setbacksOf(release, 'CommitRepinned').map(({ at: when, event: { step, by, from, reason } }) =>
    at(
      release,
      when,
      `${nameOfStep(release, step)}, pinned anew by ${nameOf(release, by)}, away from ${from.slice(0, 7)}: ${text(reason)}`,
    ),
  );
}

/** The checks without which the release went on: by whose word, why, and what each had said. */
export function waivedLines(release: Release): readonly string[] {
  return setbacksOf(release, 'CheckWaived').map(({ at: when, event: { step, by, reason, said } }) => {
    const before = said === undefined ? 'it had not been read' : `it had said: ${text(said.sentence)}`;
    const since = waiverStands(release, step, when) ? '' : '; void since';
    return at(
      release,
      when,
      `${nameOfStep(release, step)}, waived by ${nameOf(release, by)}: ${text(reason)} (${before}${since})`,
    );
  });
}

export function outsideLines(release: Release): readonly string[] {
  return release.plan.flatMap(({ id }) => {
    const { done } = stepState(release, id);
    if (done?.how !== 'outside') return [];
    const by = done.by === undefined ? '' : ` by ${nameOf(release, done.by)}`;
    return [at(release, done.at, `${nameOfStep(release, id)}, said${by} to be done: ${text(done.sentence)}`)];
  });
}

export function forcedLines(release: Release): readonly string[] {
  return release.reviews.map(({ step, askedBy, askedFor, confirmedBy, reason, at: when, closed }) => {
    const review = closed === undefined ? '' : ` Review by ${nameOf(release, closed.by)}: ${text(closed.conclusion)}`;
    const words = `${nameOfStep(release, step)}, by ${actorOf(release, { by: askedBy, for: askedFor })} and ${nameOf(release, confirmedBy)}: ${text(reason)}${review}`;
    return at(release, when, words);
  });
}

/** Which roles were handed to whom, by whom and why. */
export function delegatedLines(release: Release): readonly string[] {
  const zone = release.playbook['time-zone'];
  return release.roleLog.flatMap(({ at: when, event }) => {
    if (event.type !== 'DelegationGiven') return [];
    const title = text(roleTitle(release.playbook, event.role));
    const until = inZone(new Date(event.until), zone);
    const words = `${title}, by ${nameOf(release, event.from)} to ${nameOf(release, event.to)} until ${until}: ${text(event.reason)}`;
    return [at(release, when, words)];
  });
}

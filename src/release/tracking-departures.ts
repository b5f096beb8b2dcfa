import { nameOf } from './evidence.ts';
import { plainMarkdown } from './markdown.ts';
import type { PlannedStep } from './plan.ts';
import { type Release, stepState } from './release.ts';
import { roleTitle } from './role-title.ts';
import { decidedWords, setbacksOf, waiverStands } from './setbacks.ts';
import { shortened } from './shortened.ts';
import type { Signature } from './step-state.ts';

export function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16)}Z`;
}

/** Lines with an empty one after them; none where there are none. */
export function ended(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

function typed(text: string, most: number): string {
  return plainMarkdown(shortened(text, most));
}

/** Of a step that was not passed but let by, or done outside: by whom, when and why; undefined of every other. */
export function letBy(release: Release, { id }: PlannedStep, most: number): string | undefined {
  const { done, breakGlass } = stepState(release, id);
  if (done === undefined || done.how === 'made' || done.how === 'adopted') return undefined;
  const by = done.by === undefined ? '' : ` by ${nameOf(release, done.by)}`;
  const second =
    breakGlass?.confirmed === undefined ? '' : `, confirmed by ${nameOf(release, breakGlass.confirmed.by)}`;
  const how = {
    waived: `not passed, waived${by}`,
    forced: `not passed, forced${by}${second}`,
    outside: `done outside, as said${by}`,
  }[done.how];
  return `${how}, ${minute(done.at)}: ${typed(done.sentence, most)}`;
}

type Judgement = Pick<Signature, 'by' | 'decision' | 'comment' | 'subject' | 'for'>;

function decided(release: Release, at: Date, judgement: Judgement, most: number): string {
  const { by, decision, comment, subject, for: holder } = judgement;
  const who = holder === undefined ? nameOf(release, by) : `${nameOf(release, by)} for ${nameOf(release, holder)}`;
  const said = comment === undefined ? '' : `: ${typed(comment, most)}`;
  return `${who}: ${decidedWords[decision]} at ${subject.slice(0, 7)}, ${minute(at)}${said}`;
}

/** Who decided what on a sign-off, for whom and with which words. What was decided against it stays to be read when it no longer stands. */
export function decisionLines(release: Release, { id }: PlannedStep, most: number): readonly string[] {
  const { signatures } = stepState(release, id);
  const isPresent = (by: string, at: Date) => signatures.some((s) => s.by === by && s.at.getTime() === at.getTime());
  const past = setbacksOf(release, 'SignOffGiven')
    .filter(({ at, event }) => event.step === id && !isPresent(event.by, at))
    .map(({ at, event }) => `- ${decided(release, at, event, most)} (no longer stands)`);
  return ended([...past, ...signatures.map((s) => `- ${decided(release, s.at, s, most)}`)]);
}

/** Waivers of a step that no longer stand. */
export function waiverLines(release: Release, { id }: PlannedStep, most: number): readonly string[] {
  return setbacksOf(release, 'CheckWaived')
    .filter(({ at, event }) => event.step === id && !waiverStands(release, id, at))
    .map(
      ({ at, event: { by, reason } }) =>
        `- waived by ${nameOf(release, by)}, ${minute(at)}, void since: ${typed(reason, most)}`,
    );
}

/** By whose word a step pinned its commit anew, and why. */
export function repinnedLines(release: Release, { id }: PlannedStep, most: number): readonly string[] {
  return setbacksOf(release, 'CommitRepinned')
    .filter(({ event }) => event.step === id)
    .map(
      ({ at, event: { by, from, reason } }) =>
        `- pinned anew by ${nameOf(release, by)}, ${minute(at)}, away from ${from.slice(0, 7)}: ${typed(reason, most)}`,
    );
}

/** Which roles were handed to whom, until when and why. */
export function delegationLines(release: Release, most: number): readonly string[] {
  const lines = release.roleLog.flatMap(({ at, event }) => {
    if (event.type !== 'DelegationGiven') return [];
    const title = plainMarkdown(roleTitle(release.playbook, event.role));
    const { from, to, until, reason } = event;
    return [
      `- ${title}: ${nameOf(release, to)} for ${nameOf(release, from)}, ${minute(at)} to ${minute(new Date(until))}: ${typed(reason, most)}`,
    ];
  });
  return lines.length === 0 ? [] : ['### Handed to others', '', ...lines, ''];
}

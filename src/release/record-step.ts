import { itemsOf } from './checklist.ts';
import { fill } from './placeholders.ts';
import type { PlannedStep } from './plan.ts';
import type { SignOffStep } from './playbook-steps.ts';
import { personOf } from './record-person.ts';
import { type Release, stageName, stepState } from './release.ts';
import { countedAs } from './seats.ts';
import { signedSoFar } from './sign-off.ts';
import type { Signature } from './step-state.ts';
import { titleOf, valuesOf } from './waiting.ts';
import type { DeployWindow } from './window-state.ts';

/** The role in which a signature counts; of one that does not count, the first in which it could have. */
function roleOf(release: Release, id: string, step: SignOffStep, signature: Signature): string {
  const { signatures } = stepState(release, id);
  const seat = signatures.includes(signature) ? signedSoFar(release, id).seated.get(countedAs(signature)) : undefined;
  return seat ?? signature.roles[0] ?? step['sign-off'];
}

function signOffsOf(release: Release, { id, step }: PlannedStep) {
  if (!('sign-off' in step)) return undefined;
  const { signatures, voided } = stepState(release, id);
  return [...voided, ...signatures].map((signature) => {
    const { by, decision, comment, subject, at } = signature;
    return {
      by: personOf(release, by),
      role: roleOf(release, id, step, signature),
      decision,
      ...(comment === undefined ? {} : { comment }),
      subject,
      at: at.toISOString(),
      ...(signature.for === undefined ? {} : { for: personOf(release, signature.for) }),
      confirmed: step.confirms,
      ...(voided.includes(signature) ? { voided: true } : {}),
      ...(signature.revoked === undefined
        ? {}
        : { revoked: { at: signature.revoked.at.toISOString(), reason: signature.revoked.reason } }),
    };
  });
}

function ticksOf(release: Release, planned: PlannedStep) {
  if (!('checklist' in planned.step)) return undefined;
  const { ticks } = stepState(release, planned.id);
  const values = valuesOf(release, planned);
  return itemsOf(release, planned.id).map(([number, item]) => {
    const tick = ticks[number];
    return {
      item: fill(item.say, values),
      ticked: tick !== undefined,
      ...(tick === undefined ? {} : { by: personOf(release, tick.by), at: tick.at.toISOString() }),
      ...(tick?.evidence === undefined ? {} : { evidence: tick.evidence }),
      ...(tick?.evidence === undefined || item.unit === undefined ? {} : { unit: item.unit }),
      ...(tick?.file === undefined ? {} : { file: { ...tick.file, sha256: tick.file.sha256 ?? 'hashing…' } }),
    };
  });
}

function settledOf(release: Release, { id }: PlannedStep) {
  return stepState(release, id).settled?.map(({ number, title, how, reason, by, at }) => ({
    issue: number,
    title,
    how,
    reason,
    by: personOf(release, by),
    at: at.toISOString(),
  }));
}

/** When may be deployed, and for when that was scheduled before. */
function windowOf(release: Release, { from, until, news }: DeployWindow) {
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    news: news.map(({ kind, from, until, by, reason }) => ({
      kind,
      from: from.toISOString(),
      until: until.toISOString(),
      ...(by === undefined ? {} : { by: personOf(release, by) }),
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}

/** A step as an auditor reads it: how it was done, by whom, on which evidence. Plain data for JSON. */
export function stepRecord(release: Release, planned: PlannedStep) {
  const { status, done, facts, attempt, requested, confirmed, reading, voidedWaivers, reviewed, window } = stepState(
    release,
    planned.id,
  );
  const [signOffs, items] = [signOffsOf(release, planned), ticksOf(release, planned)];
  const settled = settledOf(release, planned);
  return {
    id: planned.id,
    stage: stageName(release, planned.stage),
    title: titleOf(release, planned),
    kind: planned.kind,
    status,
    attempt,
    ...(requested === undefined
      ? {}
      : {
          requested: {
            by: personOf(release, requested.by),
            at: requested.at.toISOString(),
            ...(requested.for === undefined ? {} : { for: personOf(release, requested.for) }),
          },
        }),
    ...(confirmed.length === 0
      ? {}
      : {
          confirmed: confirmed.map((c) => ({
            by: personOf(release, c.by),
            at: c.at.toISOString(),
            ...(c.for === undefined ? {} : { for: personOf(release, c.for) }),
          })),
        }),
    ...(done === undefined
      ? {}
      : {
          how: done.how,
          ...(done.by === undefined ? {} : { by: personOf(release, done.by) }),
          at: done.at.toISOString(),
          result: done.sentence,
          ...(done.link === undefined ? {} : { link: done.link }),
          ...(done.how === 'waived' && reading !== undefined
            ? { lastSaid: { outcome: reading.outcome, sentence: reading.sentence } }
            : {}),
        }),
    ...(voidedWaivers.length === 0
      ? {}
      : {
          voidedWaivers: voidedWaivers.map(({ by, reason, at, head }) => ({
            by: personOf(release, by),
            reason,
            at: at.toISOString(),
            head,
          })),
        }),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
    ...(signOffs === undefined ? {} : { signOffs }),
    ...(items === undefined ? {} : { items }),
    ...(settled === undefined ? {} : { settled }),
    ...(reviewed === undefined
      ? {}
      : {
          reviewed: {
            by: personOf(release, reviewed.by),
            at: reviewed.at.toISOString(),
            ...(reviewed.text === undefined ? {} : { text: reviewed.text }),
          },
        }),
    ...(window === undefined ? {} : { window: windowOf(release, window) }),
  };
}

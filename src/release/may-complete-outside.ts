import { mayNotForce } from './break-glass.ts';
import { ownersOf } from './code-owners.ts';
import { mayNotDo, mayNotManage, peopleFor, peopleOf, rolesOf, titlesOf } from './entitlement.ts';
import { mayNotSign } from './may-sign.ts';
import type { PlannedStep } from './plan.ts';
import type { ActionKind } from './playbook-steps.ts';
import { type Refusal, refusal } from './refusal.ts';
import { type Person, type Release, stepState } from './release.ts';
import { signaturesNeeded } from './signing-roles.ts';

/** What can be done about a check that does not pass, as sentences. */
function waysOn(release: Release, planned: PlannedStep): readonly string[] {
  const waive = 'check' in planned.step ? (planned.step.waive ?? []) : [];
  const forcible = release.playbook['break-glass'] !== undefined && mayNotForce(release, planned) === undefined;
  return [
    'Mend what it finds: Slipway reads it again by itself.',
    waive.length === 0
      ? 'The playbook lets nobody waive it.'
      : `Or the role ${titlesOf(release, waive)} waives it, with a reason.`,
    ...(forcible
      ? [
          `Or two people force it by break-glass; the role ${titlesOf(release, release.playbook['break-glass'] ?? [])} confirms.`,
        ]
      : []),
    'Who may complete it by hand all the same is named by done-outside: in the playbook, for the next release.',
  ];
}

/**
 * A check that Slipway reads is what Slipway read: only where it cannot be read can somebody say what it would say.
 * What was red when it was last read stays so while it cannot be read.
 */
function notWhileRead(release: Release, planned: PlannedStep): Refusal | undefined {
  const { status, reading, red } = stepState(release, planned.id);
  const unread = status === 'failed' || reading?.outcome === 'unavailable';
  if (unread && !red) return undefined;
  if (reading === undefined && !red)
    return refusal(
      'not_current',
      'Slipway has not read this check yet, and does so in a moment. If it cannot, it says so after a minute; then this can be completed outside.',
    );
  const what = red ? 'This check is red' : 'Slipway reads this check, and it does not pass yet';
  return refusal(
    'not_current',
    [`${what}, so nobody can say that it was done outside.`, ...waysOn(release, planned)].join(' '),
  );
}

/** What GitHub shows when it was done by hand, and later steps stand on. */
const adoptable = new Set<ActionKind>([
  'open-pull-request',
  'release-please',
  'merge-pull-request',
  'create-tag',
  'release-please-published',
]);

/** Whether what a step makes is found on GitHub and adopted, whoever made it and whichever try of the step saw it. */
export function isAdoptable({ step }: PlannedStep): boolean {
  return 'action' in step && adoptable.has(step.action);
}

/** Why this person may not complete a step outside of Slipway. A sign-off stays bound to its role, its rules and its quorum. */
export function mayNotCompleteOutside(release: Release, planned: PlannedStep, by: Person): Refusal | undefined {
  const named = planned.step['done-outside'];
  if (isAdoptable(planned))
    return refusal(
      'not_current',
      'Later steps need what this one makes. Do it on GitHub: Slipway finds it there and adopts it; if this step has failed, press Retry.',
    );
  if ('sign-off' in planned.step) {
    const needed = signaturesNeeded(release, planned.step);
    if (needed > 1)
      return refusal(
        'not_entitled',
        `This needs ${needed} people to sign, so nobody can complete it alone.`,
        peopleFor(release, planned),
      );
    if ((ownersOf(release, planned.id) ?? []).length > 1)
      return refusal(
        'not_entitled',
        'Several groups of owners must sign this, so nobody can complete it alone.',
        peopleFor(release, planned),
      );
    const barred = mayNotSign(release, planned.id, by);
    if (barred !== undefined) return barred;
    const objections = stepState(release, planned.id).signatures.filter((s) => s.decision !== 'approve');
    if (objections.length > 0)
      return refusal(
        'separation_of_duties',
        'Somebody objects to this, so nobody else can complete it. They can change their decision, or Retry asks for the sign-off again.',
        objections.map((s) => s.by),
      );
  }
  if (named === undefined && planned.kind === 'check')
    return mayNotManage(release, by) ?? notWhileRead(release, planned);
  if ('window' in planned.step)
    return refusal(
      'not_current',
      'Slipway keeps this window, so it has to know it: schedule it by “Schedule the window…”.',
      peopleFor(release, planned),
    );
  if ('deploy' in planned.step && planned.step.with !== undefined && named === undefined)
    return refusal(
      'not_entitled',
      'This deployment needs somebody else to confirm it, so nobody can complete it alone.',
      peopleFor(release, planned),
    );
  if (named !== undefined) {
    const people = peopleOf(release, named);
    return people.includes(by)
      ? undefined
      : refusal('not_entitled', `Only the role ${titlesOf(release, named)} may complete this outside.`, people);
  }
  return rolesOf(planned).length > 0 ? mayNotDo(release, planned, by) : mayNotManage(release, by);
}

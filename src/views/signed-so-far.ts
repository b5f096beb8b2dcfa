import { confirmedSoFar } from '../release/deploy-confirmation.ts';
import { mayNotSignAs } from '../release/may-sign.ts';
import type { PlannedStep } from '../release/plan.ts';
import { type Person, type Release, stepState } from '../release/release.ts';
import { type Approval, countedAs, type Seating } from '../release/seats.ts';
import { presentSignatures, signedSoFar } from '../release/sign-off.ts';
import { signingRoles } from '../release/signing-roles.ts';
import { listed } from '../release/wording.ts';
import { mention, mentions } from './mentions.ts';
import { roleWords } from './role-words.ts';

/** Whether several roles sign this step together. */
export function isJoint({ step }: PlannedStep): boolean {
  return 'sign-off' in step && signingRoles(step).length > 1;
}

/** The roles that somebody is still missing of: `SRE and 2 × QA lead`. Mrkdwn. */
export function lackingRoles(release: Release, { lacking }: Seating): string {
  return listed(lacking.map(({ role, needed }) => `${needed > 1 ? `${needed} × ` : ''}${roleWords(release, role)}`));
}

/** Who acted, and for whom where the role was handed to them. Mrkdwn. */
export function signerOf({ by, for: holder }: Pick<Approval, 'by' | 'for'>): string {
  return holder === undefined ? mention(by) : `${mention(by)} for ${mention(holder)}`;
}

/** Somebody with the role in which they count, where several act together: `@Lena (QA lead)`. Mrkdwn. */
export function mentionIn(release: Release, { seated }: Seating, given: Pick<Approval, 'by' | 'for'>): string {
  const role = seated.get(countedAs(given));
  return role === undefined ? signerOf(given) : `${signerOf(given)} (${roleWords(release, role)})`;
}

function soFar(release: Release, seating: Seating, given: readonly Approval[], did: string): string {
  const counting = given.filter((one) => seating.seated.has(countedAs(one)));
  const done =
    counting.length === 0 ? [] : [`${did}: ${listed(counting.map((one) => mentionIn(release, seating, one)))}`];
  const open = seating.lacking.length === 0 ? [] : [`still needed: ${lackingRoles(release, seating)}`];
  return [...done, ...open].join('; ');
}

/** Of a sign-off by several roles, who has signed and who still is needed. Mrkdwn; empty for one role. */
export function jointSigned(release: Release, planned: PlannedStep): string {
  if (!isJoint(planned)) return '';
  const approved = presentSignatures(release, planned.id).filter((s) => s.decision === 'approve');
  return soFar(release, signedSoFar(release, planned.id), approved, 'signed');
}

/** Of a deployment that others have to confirm, who has and who still is needed. Mrkdwn. */
export function deployConfirmed(release: Release, planned: PlannedStep): string {
  const { confirmed } = stepState(release, planned.id);
  return soFar(release, confirmedSoFar(release, planned), confirmed, 'confirmed');
}

/** Whom a sign-off by several roles asks: `@lena or @tom (QA lead) and @omar (SRE)`. Mrkdwn. */
export function jointAsked(release: Release, planned: PlannedStep, people: readonly Person[]): string {
  const { lacking } = signedSoFar(release, planned.id);
  if (lacking.length === 0) return mentions(people, 50, 'or'); // owners are missing, or somebody objects
  return listed(
    lacking.map(({ role, needed }) => {
      const own = people.filter((by) => mayNotSignAs(release, planned.id, role, by) === undefined);
      const count = needed > 1 && own.length > needed ? `, ${needed} of you` : '';
      const who = own.length === 0 ? 'nobody' : mentions(own, 50, needed > 1 ? 'and' : 'or');
      return `${who} (${roleWords(release, role)}${count})`;
    }),
  );
}

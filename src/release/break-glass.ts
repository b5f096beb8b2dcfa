import type { PersonCommand } from './commands.ts';
import { current } from './current-step.ts';
import { managingRoles } from './entitlement.ts';
import type { ReleaseEvent } from './events.ts';
import { placeholdersIn } from './placeholders.ts';
import type { PlannedStep } from './plan.ts';
import { type Refusal, refusal } from './refusal.ts';
import { currentSteps, type Person, type Release, resumesWith, stepState } from './release.ts';
import { actsOnlyFor, peopleInRole } from './role-people.ts';
import { roleTitle } from './role-title.ts';
import { noReason } from './said-enough.ts';
import type { BreakGlass } from './step-state.ts';
import { textsIn } from './values-needed.ts';
import { titleOf } from './waiting.ts';
import { listed } from './wording.ts';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

function breakGlassRoles(release: Release): readonly string[] {
  return release.playbook['break-glass'] ?? [];
}

function membersOf(release: Release): readonly Person[] {
  return [...new Set(breakGlassRoles(release).flatMap((role) => peopleInRole(release, role)))];
}

type Asker = Pick<BreakGlass, 'by' | 'for'>;

/** For whom somebody runs the release; undefined where they started it, or hold a role that does. */
function runsFor(release: Release, by: Person): Person | undefined {
  return by === release.starter ? undefined : actsOnlyFor(release, managingRoles(release), by);
}

/**
 * Whether two people count as one: the second acts only for the first, or the first asked only for the second, or both for
 * the same one. For whom it was asked is what it was then; of an ask that does not say, it is judged as things stand.
 */
function areOne(release: Release, { by, for: holder = runsFor(release, by) }: Asker, confirms: Person): boolean {
  const asked = [by, holder];
  const actsFor = actsOnlyFor(release, breakGlassRoles(release), confirms) ?? confirms;
  return asked.includes(confirms) || asked.includes(actsFor);
}

/** The people who may confirm that a step is forced besides somebody who asks for it. */
function othersThan(release: Release, asked: Asker): readonly Person[] {
  return membersOf(release).filter((person) => !areOne(release, asked, person));
}

/** The people who may confirm that a step is forced, and never the one who asked, nor who acts for them. */
export function breakGlassConfirmers(release: Release, step: string): readonly Person[] {
  const asked = stepState(release, step).breakGlass;
  return asked === undefined ? membersOf(release) : othersThan(release, asked);
}

/** A later step that needs what this one would have found out. */
function needsFactsOf(release: Release, { id, step }: PlannedStep): PlannedStep | undefined {
  const names = [id, ...(step.as === undefined ? [] : [step.as])];
  return release.plan.find(
    (p) =>
      p.id !== id &&
      [...textsIn(p.step)].some(([, text]) =>
        placeholdersIn(text).some((name) => names.some((own) => name.startsWith(`${own}.`))),
      ),
  );
}

/** Why a step cannot be forced at all; undefined where it can. */
export function mayNotForce(release: Release, planned: PlannedStep): Refusal | undefined {
  if (planned.kind !== 'check' && planned.kind !== 'sign-off')
    return refusal('not_current', 'Only a check or a sign-off can be forced: what a machine makes has to be made.');
  if (stepState(release, planned.id).status === 'failed')
    return refusal('not_current', 'It was rejected. Retry asks for it again; then it can be forced.');
  const later = needsFactsOf(release, planned);
  if (later === undefined) return undefined;
  return refusal(
    'not_current',
    `“${titleOf(release, later)}” needs what this one finds out, so it cannot be forced. Put right what it reads, or cancel the release.`,
  );
}

/** The steps that those who run the release can ask to be forced now. */
export function forceable(release: Release): readonly PlannedStep[] {
  if (release.playbook['break-glass'] === undefined || release.status !== 'open') return [];
  return currentSteps(release).filter(
    (p) => mayNotForce(release, p) === undefined && stepState(release, p.id).breakGlass === undefined,
  );
}

/** Those who run the release ask that a waiting check or sign-off is forced: nothing happens until somebody else confirms. */
export function decideBreakGlass(
  release: Release,
  { step, by, reason }: Of<'BreakGlass'>,
): readonly ReleaseEvent[] | Refusal {
  if (release.playbook['break-glass'] === undefined)
    return refusal(
      'not_current',
      'The playbook of this release names nobody under break-glass:, so nothing can be forced.',
    );
  const planned = current(release, step);
  if ('refused' in planned) return planned;
  const barred = mayNotForce(release, planned);
  if (barred !== undefined) return barred;
  const { breakGlass } = stepState(release, step);
  const holder = runsFor(release, by);
  const asks = { by, ...(holder === undefined ? {} : { for: holder }) };
  const confirmers = breakGlass === undefined ? othersThan(release, asks) : breakGlassConfirmers(release, step);
  if (breakGlass !== undefined)
    return refusal('already_done', 'It was asked already that this is forced; it waits to be confirmed.', confirmers);
  if (confirmers.length === 0)
    return refusal('not_current', 'Nobody but you may confirm this, so it cannot be forced.');
  const unsaid = noReason(reason, 'Say in a few words why: the reason goes into the record.');
  if (unsaid !== undefined) return unsaid;
  return [{ type: 'BreakGlassAsked', step, reason: reason.trim(), ...asks }];
}

/** A second person confirms: the step counts as forced, and a review of it stays open. */
export function decideConfirmBreakGlass(
  release: Release,
  { step, by, attempt }: Of<'ConfirmBreakGlass'>,
): readonly ReleaseEvent[] | Refusal {
  const planned = current(release, step);
  if ('refused' in planned) return planned;
  const barred = mayNotForce(release, planned); // it may have been rejected since it was asked
  if (barred !== undefined) return barred;
  const state = stepState(release, step);
  const { breakGlass } = state;
  if (breakGlass === undefined || state.attempt !== attempt)
    return refusal(
      'not_current',
      'What was asked is void: the step began anew since. Ask again if it still has to be forced.',
    );
  const others = breakGlassConfirmers(release, step);
  if (by === breakGlass.by)
    return refusal('separation_of_duties', 'You asked for this yourself, so somebody else must confirm it.', others);
  if (membersOf(release).includes(by) && areOne(release, breakGlass, by))
    return refusal(
      'separation_of_duties',
      'Who asked for this acts for you, or you for them, so somebody else must confirm it.',
      others,
    );
  if (!others.includes(by)) {
    const titles = breakGlassRoles(release).map((role) => roleTitle(release.playbook, role));
    return refusal('not_entitled', `Only the role ${listed(titles, 'or')} may confirm this.`, others);
  }
  const confirmed: readonly ReleaseEvent[] = [
    { type: 'BreakGlassConfirmed', step, by },
    { type: 'StepCompleted', step, how: 'forced', by: breakGlass.by, sentence: breakGlass.reason },
  ];
  return resumesWith(release, step) ? [...confirmed, { type: 'ReleaseResumed', by }] : confirmed;
}

import type { JobCommand } from './commands.ts';
import type { ReleaseEvent } from './events.ts';
import type { PlannedStep } from './plan.ts';
import { isRunning, type Release, stepState } from './release.ts';

type Of<T extends JobCommand['type']> = Extract<JobCommand, { type: T }>;

/** A branch that takes no changes while the pull request from it is signed. */
export interface Freeze {
  /** The step that opened the release pull request. */
  readonly step: string;
  readonly branch: string;
  /** Where it is merged, which ends the freeze. */
  readonly into: string;
  /** Labels of pull requests that go through nevertheless. */
  readonly exceptLabels: readonly string[];
}

/** What the log knows of a freeze: since when all open pull requests were told, and when they were told of its end. */
export interface FreezeState {
  readonly branch: string;
  readonly at: Date;
  /** Why GitHub did not let it be told. */
  readonly refused?: string | undefined;
  readonly liftedAt?: Date | undefined;
}

function mergedOf(release: Release, step: string): boolean {
  return release.plan.some(
    (p) =>
      'action' in p.step &&
      p.step.action === 'merge-pull-request' &&
      p.step.of === step &&
      stepState(release, p.id).status === 'done',
  );
}

/** It begins when the first who sign are asked, and stays through whatever voids their signatures. */
function signed(release: Release, step: string): boolean {
  return release.plan.some(
    (p) => 'sign-off' in p.step && p.step.of === step && stepState(release, p.id).status !== 'pending',
  );
}

function freezeOf({ id, step }: PlannedStep): Freeze | undefined {
  if (!('action' in step) || step.action !== 'open-pull-request' || step.frozen === undefined) return undefined;
  return { step: id, branch: step.from, into: step.to, exceptLabels: step['except-labels'] ?? [] };
}

/**
 * The branches that the release keeps frozen now. A pause does not lift a freeze: what was signed still stands, and the
 * first merge would void it. The merge and the end of the release do.
 */
export function freezesOf(release: Release): readonly Freeze[] {
  if (!isRunning(release)) return [];
  return release.plan.flatMap((planned) => {
    const freeze = freezeOf(planned);
    if (freeze === undefined || mergedOf(release, planned.id)) return [];
    const begun = release.freezes[planned.id] !== undefined || signed(release, planned.id);
    return begun ? [freeze] : [];
  });
}

/** Freezes whose beginning open pull requests were not told of yet, and those of whose end they were not. */
export function freezesToTell(release: Release): {
  readonly begin: readonly Freeze[];
  readonly lift: readonly Freeze[];
} {
  const stand = freezesOf(release);
  const lift = release.plan.flatMap((planned) => {
    const told = release.freezes[planned.id];
    if (told === undefined || told.liftedAt !== undefined) return [];
    return stand.some(({ step }) => step === planned.id) ? [] : (freezeOf(planned) ?? []);
  });
  return { begin: stand.filter(({ step }) => release.freezes[step] === undefined), lift };
}

/** The release with what an event says of its freezes. */
export function withFreeze(release: Release, event: ReleaseEvent, at: Date): Release {
  if (event.type === 'BranchFrozen') {
    const { step, branch, refused } = event;
    return { ...release, freezes: { ...release.freezes, [step]: { branch, at, refused } } };
  }
  const known = event.type === 'FreezeLifted' ? release.freezes[event.step] : undefined;
  if (event.type !== 'FreezeLifted' || known === undefined) return release;
  return { ...release, freezes: { ...release.freezes, [event.step]: { ...known, liftedAt: at } } };
}

/** All open pull requests were told of the beginning or the end of a freeze; what is told already makes nothing happen. */
export function decideFreeze(
  release: Release,
  command: Of<'RecordFrozen'> | Of<'RecordFreezeLifted'>,
): readonly ReleaseEvent[] {
  const { begin, lift } = freezesToTell(release);
  const refused = command.refused === undefined ? {} : { refused: command.refused };
  if (command.type === 'RecordFrozen') {
    const freeze = begin.find(({ step }) => step === command.frozen);
    if (freeze === undefined) return [];
    const { step, branch } = freeze;
    return [{ type: 'BranchFrozen', step, branch, held: command.held, ...refused }];
  }
  const freeze = lift.find(({ step }) => step === command.frozen);
  if (freeze === undefined) return [];
  const still = command.still.length === 0 ? {} : { still: [...command.still] };
  return [{ type: 'FreezeLifted', step: freeze.step, branch: freeze.branch, ...still, ...refused }];
}

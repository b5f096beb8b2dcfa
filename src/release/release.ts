import type { Answers } from './answers.ts';
import type { Chase } from './chase.ts';
import type { Component, ReleaseEvent } from './events.ts';
import type { FreezeState } from './freeze.ts';
import type { PlannedStep } from './plan.ts';
import type { BumpKind, Playbook } from './playbook.ts';
import type { StepKind } from './playbook-steps.ts';
import type { OwnerGroup, RoleSource } from './role-source.ts';
import type { StepState } from './step-state.ts';
import type { TakeOut } from './take-out.ts';

/** A Slack user id. */
export type Person = string;

/** Somebody of a role has handed it to somebody else until a time. */
export interface Delegation {
  readonly role: string;
  readonly from: Person;
  readonly to: Person;
  readonly until: Date;
  readonly reason: string;
}

/** What was forced has to be looked at afterwards, by somebody who did neither. */
export interface Review {
  readonly step: string;
  readonly askedBy: Person;
  /** For whom it was asked, where a delegate did. */
  readonly askedFor?: Person | undefined;
  readonly confirmedBy: Person;
  readonly reason: string;
  readonly at: Date;
  readonly closed?: { readonly by: Person; readonly at: Date; readonly conclusion: string } | undefined;
}

/** What somebody wants to be remembered of the release. */
export interface Lesson {
  readonly by: Person;
  readonly at: Date;
  readonly text: string;
  /** It was added to the retrospective's issue as a comment, or GitHub did not take it. */
  readonly added: boolean;
}

/** That a release was taken back after its tag was made, and what came of it outside, by task. */
export interface Withdrawal {
  readonly by: Person;
  readonly at: Date;
  readonly reason: string;
  readonly carriedOut: Readonly<
    Record<string, { readonly refused: boolean; readonly sentence: string; readonly link?: string | undefined }>
  >;
  /** The version before, where it is deployed anew by steps of the plan. */
  readonly redeploy?: { readonly tag: string; readonly version: string } | undefined;
  /** Environments that the playbook names and in which nothing is deployed, and why. */
  readonly left: readonly { readonly environment: string; readonly because: string }[];
  /** What the release is once nothing is to be deployed any more: what it was, or cancelled by this. */
  readonly end: Pick<Release, 'status' | 'statusChange'>;
  /** Somebody gave up what was still to be deployed. */
  readonly givenUp?: { readonly by: Person; readonly at: Date; readonly reason: string } | undefined;
}

/** A failure, a Retry, a pause or its end, a waiver, a commit pinned anew, a decision against a sign-off: what the present state no longer shows. */
export interface Setback {
  readonly at: Date;
  readonly event: Extract<
    ReleaseEvent,
    {
      type:
        | 'StepFailed'
        | 'StepRetried'
        | 'ReleasePaused'
        | 'ReleaseResumed'
        | 'CheckWaived'
        | 'CommitRepinned'
        | 'SignOffGiven';
    }
  >;
}

/** Something that Slipway owes the release's thread: an event worth telling, or an ask. */
export interface Message {
  readonly id: string;
  readonly at: Date;
  readonly about: ReleaseEvent | { readonly type: 'StepAsked'; readonly step: string };
}

/** What changes who may act in a release. */
export type RoleEvent = Extract<
  ReleaseEvent,
  {
    type: 'RoleRefreshed' | 'RoleChanged' | 'DelegationGiven' | 'DelegationEnded' | 'Escalated' | 'OwnersFound';
  }
>;

export type ReleaseStatus = 'open' | 'paused' | 'closed' | 'cancelled';

/** One run of a playbook for one component and version: the fold of its events. */
export interface Release {
  readonly id: string;
  /** How many events were folded: the expected version of the next append. */
  readonly version: number;
  readonly component: Component;
  readonly playbook: Playbook;
  readonly playbookDigest: string;
  readonly bump: BumpKind;
  readonly semver: string;
  readonly tag: string;
  readonly previousTag?: string | undefined;
  readonly answers: Answers;
  readonly roles: Readonly<Record<string, readonly Person[]>>;
  /** What fills the roles whose people may change while it runs. */
  readonly sources: Readonly<Record<string, RoleSource>>;
  /** Those that stand, oldest first. */
  readonly delegations: readonly Delegation[];
  /** What happened to the people of roles since the start, oldest first. */
  readonly roleLog: readonly { readonly at: Date; readonly event: RoleEvent }[];
  /** The owners of what a pull request changes, by the step that opened it, as they were found for a head. */
  readonly owners: Readonly<Record<string, { readonly head: string; readonly groups: readonly OwnerGroup[] }>>;
  readonly starter: Person;
  readonly changes: { readonly commits: number; readonly pullRequests: number };
  readonly startedAt: Date;
  readonly targetAt?: Date | undefined;
  readonly status: ReleaseStatus;
  readonly statusChange: {
    readonly at: Date;
    readonly by?: Person | undefined;
    readonly reason?: string | undefined;
    readonly step?: string | undefined;
  };
  readonly plan: readonly PlannedStep[];
  readonly steps: Readonly<Record<string, StepState>>;
  /** What was forced, oldest first: the release closes once each is reviewed. */
  readonly reviews: readonly Review[];
  /** The commit status on the release pull request, as last set. */
  readonly mirrored?:
    | {
        readonly sha: string;
        readonly state: string;
        readonly description: string;
        readonly refused?: string | undefined;
      }
    | undefined;
  /** What stands in the tracking issue of each step that opened one, as last written. */
  readonly tracked: Readonly<Record<string, { readonly print: string; readonly refused?: string | undefined }>>;
  /** The branches that were frozen, by the step that opened the pull request from them. */
  readonly freezes: Readonly<Record<string, FreezeState>>;
  /** Changes that somebody asked to take out, oldest first. */
  readonly takeOuts: readonly TakeOut[];
  /** Messages not posted yet, oldest first. */
  readonly outbox: readonly Message[];
  readonly posted: Readonly<Record<string, { readonly channel: string; readonly ts: string }>>;
  readonly withdrawn?: Withdrawal | undefined;
  /** Oldest first. */
  readonly lessons: readonly Lesson[];
  /** Oldest first. */
  readonly setbacks: readonly Setback[];
  /** What each person whom it ever waited for is told of it by direct message. */
  readonly chased: Readonly<Record<Person, Chase>>;
  /** The last event that changed what the card shows. */
  readonly visible: number;
}

/** The state of a step; throws for a step that is not of this release. */
export function stepState(release: Release, id: string): StepState {
  const state = release.steps[id];
  if (state === undefined) throw new Error(`${release.id} has no step ${id}.`);
  return state;
}

/** The step as planned; undefined for one that is not of this release. */
export function plannedStep(release: Release, id: string): PlannedStep | undefined {
  return release.plan.find((p) => p.id === id);
}

/** The steps that can still have their turn: of a withdrawn release only those that bring the version before back. */
export function liveSteps({ plan, withdrawn }: Release): readonly PlannedStep[] {
  return withdrawn?.redeploy === undefined ? plan : plan.filter((p) => p.redeploys !== undefined);
}

/** The steps that are waited for or have failed: where the release stands. */
export function currentSteps(release: Release): readonly PlannedStep[] {
  return liveSteps(release).filter((p) => {
    const { status } = stepState(release, p.id);
    return status === 'active' || status === 'failed';
  });
}

/** Number of the current stage, from 0; the last one when all is done. */
export function currentStage(release: Release): number {
  return (
    liveSteps(release).find((p) => stepState(release, p.id).status !== 'done')?.stage ??
    release.playbook.stages.length - 1
  );
}

/** The name of a stage; what a withdrawal deploys stands in one of its own, after those of the playbook. */
export function stageName({ playbook }: Release, stage: number): string {
  return playbook.stages[stage]?.stage ?? 'Withdrawal';
}

/** Whether it still goes on: neither closed nor cancelled. A withdrawn one does while the version before is to be deployed. */
export function isRunning(release: Release): boolean {
  return release.status === 'open' || release.status === 'paused';
}

/** Whether it was withdrawn, and the version before is still to be deployed. */
export function isWithdrawing(release: Release): boolean {
  return release.withdrawn !== undefined && isRunning(release);
}

/** Whether a release that a failure paused goes on once this step is settled: no other step stands failed. */
export function resumesWith(release: Release, step: string): boolean {
  const othersFailed = currentSteps(release).some((p) => p.id !== step && stepState(release, p.id).status === 'failed');
  return release.status === 'paused' && release.statusChange.step !== undefined && !othersFailed;
}

/** Whether a deployment that somebody asked for still waits for others to confirm it: each confirmation fills the place of a role. */
export function awaitsConfirmation({ step }: PlannedStep, { status, requested, confirmed }: StepState): boolean {
  return (
    'deploy' in step && status === 'active' && requested !== undefined && confirmed.length < (step.with ?? []).length
  );
}

/** Whether an announcement stands written and waits for somebody to review and post it. */
export function awaitsReview({ step }: PlannedStep, { status, facts, reviewed }: StepState): boolean {
  const written = 'announce' in step && step['reviewed-by'] !== undefined && facts['draft'] !== undefined;
  return written && status === 'active' && reviewed === undefined;
}

/** Steps that people do, and no machine ever. */
const peoplesKinds: ReadonlySet<StepKind> = new Set<StepKind>(['checklist', 'sign-off', 'window']);

/** Whether a machine works on this step: never on a checklist, a sign-off or a window, on a deployment only once somebody asked for it, and on an announcement not while it is reviewed. */
export function isMachines(release: Release, step: string): boolean {
  const planned = plannedStep(release, step);
  if (planned === undefined || peoplesKinds.has(planned.kind)) return false;
  const state = stepState(release, step);
  if (planned.kind !== 'deploy') return !awaitsReview(planned, state);
  return state.requested !== undefined && !awaitsConfirmation(planned, state);
}

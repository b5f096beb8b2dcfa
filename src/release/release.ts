import type { Answers } from './answers.ts';
import type { Component, Decision, Facts, Outcome, ReleaseEvent } from './events.ts';
import type { PlannedStep } from './plan.ts';
import type { BumpKind, Playbook } from './playbook.ts';

/** A Slack user id. */
export type Person = string;

export interface Reading {
  readonly outcome: Outcome;
  readonly sentence: string;
  readonly link?: string | undefined;
  readonly at: Date;
}

export interface Signature {
  readonly by: Person;
  readonly decision: Decision;
  readonly comment?: string | undefined;
  readonly subject: string;
  readonly at: Date;
}

export interface Completion {
  readonly how: 'made' | 'adopted' | 'outside';
  readonly by?: Person | undefined;
  readonly sentence: string;
  readonly link?: string | undefined;
  readonly at: Date;
}

export interface TickState {
  readonly by: Person;
  readonly at: Date;
  readonly evidence?: string | undefined;
}

export interface StepState {
  /** pending: its turn has not come. active: it is waited for. failed: it stopped the release. */
  readonly status: 'pending' | 'active' | 'failed' | 'done';
  /** Since when it is waited for. */
  readonly since?: Date | undefined;
  /** Raised by Retry, so that what an earlier attempt still reports is ignored. */
  readonly attempt: number;
  readonly facts: Facts;
  readonly reading?: Reading | undefined;
  readonly failure?:
    | { readonly sentence: string; readonly remedy: string; readonly link?: string | undefined }
    | undefined;
  readonly done?: Completion | undefined;
  /** Ticked items of a checklist, by their number from 0. */
  readonly ticks: Readonly<Record<string, TickState>>;
  readonly signatures: readonly Signature[];
  /** Who pressed Deploy. */
  readonly requested?: { readonly by: Person; readonly at: Date } | undefined;
  /** Deadline reminders sent since it is waited for. */
  readonly reminders: number;
  /** Milliseconds of its waiting in which the release was paused: no deadline runs then. */
  readonly held: number;
  /** Its last reading that said anything was a red one. */
  readonly red: boolean;
  /** Signatures that a moved head or a Retry made void, oldest first: the record keeps them. */
  readonly voided: readonly Signature[];
}

/** Something that Slipway owes the release's thread: an event worth telling, or an ask. */
export interface Message {
  readonly id: string;
  readonly at: Date;
  readonly about: ReleaseEvent | { readonly type: 'StepAsked'; readonly step: string };
}

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
  /** The commit status on the release pull request, as last set. */
  readonly mirrored?:
    | {
        readonly sha: string;
        readonly state: string;
        readonly description: string;
        readonly refused?: string | undefined;
      }
    | undefined;
  /** Messages not posted yet, oldest first. */
  readonly outbox: readonly Message[];
  readonly posted: Readonly<Record<string, { readonly channel: string; readonly ts: string }>>;
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

/** The steps that are waited for or have failed: where the release stands. */
export function currentSteps(release: Release): readonly PlannedStep[] {
  return release.plan.filter((p) => {
    const { status } = stepState(release, p.id);
    return status === 'active' || status === 'failed';
  });
}

/** Number of the current stage, from 0; the last one when all is done. */
export function currentStage(release: Release): number {
  return (
    release.plan.find((p) => stepState(release, p.id).status !== 'done')?.stage ?? release.playbook.stages.length - 1
  );
}

/** Whether it still goes on: neither closed nor cancelled. */
export function isRunning(release: Release): boolean {
  return release.status === 'open' || release.status === 'paused';
}

/** Whether a release that a failure paused goes on once this step is settled: no other step stands failed. */
export function resumesWith(release: Release, step: string): boolean {
  const othersFailed = currentSteps(release).some((p) => p.id !== step && stepState(release, p.id).status === 'failed');
  return release.status === 'paused' && release.statusChange.step !== undefined && !othersFailed;
}

/** Whether a machine works on this step: never on a checklist or a sign-off, and on a deployment only once somebody asked for it. */
export function isMachines(release: Release, step: string): boolean {
  const planned = plannedStep(release, step);
  if (planned === undefined || planned.kind === 'checklist' || planned.kind === 'sign-off') return false;
  return planned.kind !== 'deploy' || stepState(release, step).requested !== undefined;
}

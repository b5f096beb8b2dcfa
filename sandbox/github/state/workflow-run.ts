import type { Account, Actor } from './account.ts';
import type { CheckRun, CheckStatus, CheckSuite, Conclusion } from './checks.ts';

/** What a workflow does as soon as it is started: wait for the control, stay queued, or end by itself. */
export type Autofinish = 'manual' | 'queued' | 'success' | 'failure' | 'cancelled' | 'timed_out';

export interface Workflow {
  readonly id: number;
  readonly path: string;
  name: string;
  state: 'active' | 'disabled_manually';
  readonly createdAt: Date;
  runs: number;
  autofinish: Autofinish;
}

export interface Job {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly environment: string | null;
  readonly artifacts: readonly string[];
  readonly attempt: number;
  readonly check: CheckRun;
  deploymentId: number | null;
  /** Who let it into its environment already. */
  readonly admitted: Set<'reviewers' | 'gate'>;
  status: CheckStatus;
  conclusion: Conclusion | null;
  readonly createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly createdAt: Date;
}

export interface WorkflowRun {
  readonly id: number;
  readonly workflow: Workflow;
  readonly number: number;
  readonly event: string;
  readonly title: string;
  readonly headBranch: string | null;
  readonly headSha: string;
  readonly actor: Actor;
  triggeredBy: Account;
  readonly inputs: Readonly<Record<string, string>>;
  readonly pulls: readonly number[];
  suite: CheckSuite;
  status: CheckStatus;
  conclusion: Conclusion | null;
  attempt: number;
  /** Jobs of the newest attempt. */
  jobs: Job[];
  readonly artifacts: Artifact[];
  readonly createdAt: Date;
  startedAt: Date;
  updatedAt: Date;
}

import type { Account } from './account.ts';

export type StatusState = 'error' | 'failure' | 'pending' | 'success';
export type CheckStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';
export type Conclusion =
  | 'action_required'
  | 'cancelled'
  | 'failure'
  | 'neutral'
  | 'success'
  | 'skipped'
  | 'stale'
  | 'timed_out'
  | 'startup_failure';

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly state: StatusState;
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly appId: number | null;
  readonly createdAt: Date;
}

/** The App that a check belongs to. */
export interface CheckApp {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

export interface CheckSuite {
  readonly id: number;
  readonly app: CheckApp;
  readonly headSha: string;
  readonly headBranch: string | null;
  status: CheckStatus;
  conclusion: Conclusion | null;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface CheckOutput {
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
}

export interface CheckRun {
  readonly id: number;
  readonly suite: CheckSuite;
  readonly app: CheckApp;
  readonly headSha: string;
  name: string;
  status: CheckStatus;
  conclusion: Conclusion | null;
  externalId: string;
  detailsUrl: string | null;
  output: CheckOutput;
  startedAt: Date | null;
  completedAt: Date | null;
}

/** The App that workflow runs report through. */
export const actionsApp: CheckApp = { id: 15368, slug: 'github-actions', name: 'GitHub Actions' };

import type { Account } from './account.ts';

export type DeploymentState =
  | 'error'
  | 'failure'
  | 'inactive'
  | 'in_progress'
  | 'queued'
  | 'pending'
  | 'success'
  | 'waiting';

export interface DeploymentStatus {
  readonly id: number;
  readonly state: DeploymentState;
  readonly description: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly creator: Account;
  readonly createdAt: Date;
}

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: string | Readonly<Record<string, unknown>>;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: Account;
  readonly appId: number | null;
  readonly statuses: DeploymentStatus[];
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface Environment {
  readonly id: number;
  readonly name: string;
  reviewers: Account[];
  /** The App whose custom protection rule is on. */
  gate: { readonly id: number; readonly slug: string } | null;
  preventSelfReview: boolean;
  /** Only protected branches may deploy to it: no tag. */
  protectedBranchesOnly: boolean;
  readonly createdAt: Date;
  updatedAt: Date;
}

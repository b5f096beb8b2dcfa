import type { Account } from './account.ts';
import type { Issue } from './issue.ts';

export interface Review {
  readonly id: number;
  readonly user: Account;
  readonly body: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  readonly commit: string;
  readonly submittedAt: Date;
}

export interface Merge {
  readonly sha: string;
  readonly at: Date;
  readonly by: Account;
}

/** A pull request between two branches of one repository. */
export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly issue: Issue;
  readonly head: string;
  base: string;
  /** The head branch's tip; what it was when the branch went, or when the pull request closed. */
  headSha: string;
  baseSha: string;
  draft: boolean;
  merge: Merge | null;
  /** GitHub's test merge of an open pull request: shown as `merge_commit_sha` long before anything is merged. */
  testMerge: string | null;
  readonly reviews: Review[];
  reviewers: Account[];
  teams: string[];
}

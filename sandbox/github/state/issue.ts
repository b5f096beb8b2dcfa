import type { Account } from './account.ts';

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Comment {
  readonly id: number;
  readonly user: Account;
  body: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** An issue; every pull request is one too and shares its number. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  readonly user: Account;
  labels: string[];
  assignees: Account[];
  readonly comments: Comment[];
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  closedBy: Account | null;
}

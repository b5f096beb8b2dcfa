import type { Account } from './account.ts';

/** A milestone; issues and pull requests name it by its number. */
export interface Milestone {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly creator: Account;
  readonly createdAt: Date;
  state: 'open' | 'closed';
}

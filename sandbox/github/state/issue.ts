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

/** Something that happened to an issue. Only what the sandbox is asked for is kept. */
export interface IssueEvent {
  readonly id: number;
  readonly event: 'closed' | 'reopened';
  readonly actor: Account;
  readonly at: Date;
}

/** A body as it was after an edit; the first is the one that it was opened with. */
export interface BodyEdit {
  readonly id: number;
  readonly editor: Account;
  readonly editedAt: Date;
  readonly text: string;
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
  /** The number of the one that it is in. */
  milestone: number | null;
  readonly comments: Comment[];
  /** Oldest first. */
  readonly events: IssueEvent[];
  /** What its body was, oldest first; empty until the first edit. */
  readonly edits: BodyEdit[];
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  closedBy: Account | null;
}

import type { Account, Actor } from './account.ts';
import type { Repository } from './repository.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** A webhook that the sandbox owes the configured URL. */
export interface HookEvent {
  readonly event: string;
  readonly repository: Repository;
  readonly actor: Actor;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** One line of the change feed that a page or a test follows. */
export interface Change {
  readonly id: number;
  readonly at: string;
  readonly repository: string;
  readonly what: string;
}

export interface Urls {
  readonly api: string;
  readonly html: string;
  readonly uploads: string;
  readonly graphql: string;
}

/** Everything the local GitHub knows. */
export interface World {
  readonly urls: Urls;
  readonly repositories: Map<string, Repository>;
  /** Lower-case full names of old, and what they are now. */
  readonly renamed: Map<string, string>;
  /** By lower-case login. */
  readonly accounts: Map<string, Account>;
  /** `org/team` to logins. */
  readonly teams: Map<string, readonly string[]>;
  now(): Date;
  nextId(): number;
  /** Tells the webhook outbox and the change feed. */
  announce(event: HookEvent): void;
  changed(repository: Repository, what: string): void;
  /** What the actions of a run do by the time that it succeeds. */
  act(repository: Repository, run: WorkflowRun): Promise<void>;
}

/** The account of a login; throws when nobody has it. */
export function accountOf(world: World, login: string): Account {
  const found = world.accounts.get(login.toLowerCase());
  if (found === undefined) throw new Error(`nobody is called ${login} here`);
  return found;
}

/** The repository of a full name, whatever its case. */
export function repositoryOf(world: World, fullName: string): Repository | undefined {
  return world.repositories.get(fullName.toLowerCase());
}

/** What the actor writes into commits. */
export const identityOf = (account: Account): { name: string; email: string } => ({
  name: account.name,
  email: account.email,
});

/** The committer of what GitHub itself commits: merges by button, files by API of an App. */
export const webFlow = { name: 'GitHub', email: 'noreply@github.com' } as const;

import type { Git } from '../git/run-git.ts';
import type { Account } from './account.ts';
import type { Alert, Analysis, Scanner } from './alert.ts';
import type { Attestation } from './attestation.ts';
import type { CheckRun, CheckSuite, CommitStatus } from './checks.ts';
import type { Deployment, Environment } from './deployment.ts';
import type { Issue, Label } from './issue.ts';
import type { Milestone } from './milestone.ts';
import type { Pull } from './pull.ts';
import type { Release } from './release.ts';
import type { MergeMethods, Protection, Ruleset } from './rules.ts';
import type { Autofinish, Workflow, WorkflowRun } from './workflow-run.ts';

export type Access = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

/** A repository: a bare git repository and everything that GitHub keeps beside it. */
export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly fullName: string;
  readonly git: Git;
  readonly defaultBranch: string;
  readonly createdAt: Date;
  pushedAt: Date;
  lastNumber: number;
  readonly access: Map<string, Access>;
  readonly issues: Map<number, Issue>;
  readonly pulls: Map<number, Pull>;
  readonly labels: Map<string, Label>;
  readonly milestones: Milestone[];
  readonly statuses: CommitStatus[];
  readonly suites: CheckSuite[];
  readonly checks: CheckRun[];
  readonly workflows: Map<string, Workflow>;
  readonly runs: WorkflowRun[];
  /** What workflows that were not seen yet will do. */
  autofinish: Autofinish;
  readonly deployments: Deployment[];
  readonly environments: Map<string, Environment>;
  readonly releases: Release[];
  readonly protections: Map<string, Protection>;
  readonly rulesets: Ruleset[];
  /** Those that are switched on. */
  readonly scanners: Set<Scanner>;
  readonly attestations: Attestation[];
  readonly alerts: Alert[];
  readonly analyses: Analysis[];
  readonly methods: MergeMethods;
  immutableReleases: boolean;
  /** Read-only for everybody. */
  archived: boolean;
  /** Tag names that an immutable release has used: burnt for ever. */
  readonly burntTags: Set<string>;
  deleteBranchOnMerge: boolean;
  /** As on GitHub, nobody knows at first whether a pull request can be merged. */
  mergeabilityLags: boolean;
  /** As on GitHub, a dispatched run stands in the lists only some time after it was accepted; in milliseconds. */
  runsAppearAfterMs: number;
  /** Runs writes one after the other, as GitHub serialises them per repository. */
  exclusively<T>(write: () => Promise<T>): Promise<T>;
}

/** The next number of the one series that issues and pull requests share. */
export function nextNumber(repository: Repository): number {
  repository.lastNumber += 1;
  return repository.lastNumber;
}

import type { Git } from '../git/run-git.ts';
import type { Account } from './account.ts';
import type { Repository } from './repository.ts';

/** A repository without anything in it; everybody of `members` may write. */
export function newRepository(given: {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly defaultBranch: string;
  readonly git: Git;
  readonly createdAt: Date;
  readonly members: readonly string[];
}): Repository {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    id: given.id,
    owner: given.owner,
    name: given.name,
    fullName: `${given.owner.login}/${given.name}`,
    git: given.git,
    defaultBranch: given.defaultBranch,
    createdAt: given.createdAt,
    pushedAt: given.createdAt,
    lastNumber: 0,
    access: new Map(given.members.map((login) => [login.toLowerCase(), 'write'])),
    issues: new Map(),
    pulls: new Map(),
    labels: new Map(),
    milestones: [],
    statuses: [],
    suites: [],
    checks: [],
    workflows: new Map(),
    runs: [],
    autofinish: 'manual',
    deployments: [],
    environments: new Map(),
    releases: [],
    protections: new Map(),
    rulesets: [],
    scanners: new Set(),
    attestations: [],
    alerts: [],
    analyses: [],
    methods: { merge: true, squash: true, rebase: true },
    immutableReleases: false,
    archived: false,
    burntTags: new Set(),
    deleteBranchOnMerge: false,
    mergeabilityLags: false,
    runsAppearAfterMs: 0,
    exclusively(write) {
      const result = tail.then(write);
      // the next write waits for this one whatever comes of it; its own caller hears of a failure
      tail = result.then(
        () => undefined,
        () => undefined,
      );
      return result;
    },
  };
}

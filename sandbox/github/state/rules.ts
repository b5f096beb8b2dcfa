/** A required status or check; pinned to an App when `appId` is set. */
export interface RequiredContext {
  readonly context: string;
  readonly appId: number | null;
}

/** Classic branch protection. */
export interface Protection {
  readonly branch: string;
  /** null: no status is required. */
  statuses: { strict: boolean; contexts: readonly RequiredContext[] } | null;
  /** null: pull requests are not required. */
  reviews: { count: number; dismissStale: boolean; codeOwners: boolean } | null;
  enforceAdmins: boolean;
  linearHistory: boolean;
  /** Every commit must carry a signature that GitHub can verify; what GitHub commits itself does. */
  signatures: boolean;
  /** Nobody may change the branch. */
  locked: boolean;
  /** null: everybody with write access may push; else only these logins, teams and Apps (slugs). */
  pushers: { users: readonly string[]; teams: readonly string[]; apps: readonly string[] } | null;
  allowForcePushes: boolean;
  allowDeletions: boolean;
}

export type RuleParameters = Readonly<Record<string, unknown>>;

export interface Rule {
  readonly type: string;
  readonly parameters?: RuleParameters;
}

interface BypassActor {
  readonly actor_id: number | null;
  readonly actor_type: string;
  readonly bypass_mode: string;
}

/** A repository ruleset on branches or tags. */
export interface Ruleset {
  readonly id: number;
  name: string;
  target: 'branch' | 'tag' | 'push';
  enforcement: 'active' | 'disabled' | 'evaluate';
  /** `~ALL`, `~DEFAULT_BRANCH` or `refs/heads/release/*`. */
  include: readonly string[];
  exclude: readonly string[];
  rules: readonly Rule[];
  bypass: readonly BypassActor[];
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface MergeMethods {
  merge: boolean;
  squash: boolean;
  rebase: boolean;
}

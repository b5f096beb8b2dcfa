import { z } from 'zod';
import type { Actor } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import type { RequiredContext, Rule, RuleParameters, Ruleset } from '../state/rules.ts';
import { matchesPattern } from './glob.ts';

/** One thing that protection or a ruleset asks of a branch or tag. */
export type Demand = { readonly from: 'protection' | 'ruleset' } & (
  | {
      readonly kind: 'pull_request';
      readonly approvals: number;
      readonly methods: readonly string[] | null;
      readonly dismissStale: boolean;
    }
  | { readonly kind: 'statuses'; readonly strict: boolean; readonly contexts: readonly RequiredContext[] }
  | { readonly kind: 'linear_history' | 'fast_forward' | 'deletion' | 'creation' | 'update' }
);

const contexts = z.array(z.object({ context: z.string(), integration_id: z.number().nullish() }));
const statusParameters = z.object({
  required_status_checks: contexts,
  strict_required_status_checks_policy: z.boolean().default(false),
});
const pullParameters = z.object({
  required_approving_review_count: z.number().default(0),
  allowed_merge_methods: z.array(z.string()).optional(),
  dismiss_stale_reviews_on_push: z.boolean().default(false),
});

function fromRule(type: string, parameters: RuleParameters | undefined): Demand | undefined {
  const from = 'ruleset' as const;
  if (type === 'required_status_checks') {
    const { required_status_checks: required, strict_required_status_checks_policy: strict } =
      statusParameters.parse(parameters);
    const wanted = required.map(({ context, integration_id: id }) => ({ context, appId: id ?? null }));
    return { from, kind: 'statuses', strict, contexts: wanted };
  }
  if (type === 'pull_request') {
    const asked = pullParameters.parse(parameters ?? {});
    return {
      from,
      kind: 'pull_request',
      approvals: asked.required_approving_review_count,
      methods: asked.allowed_merge_methods ?? null,
      dismissStale: asked.dismiss_stale_reviews_on_push,
    };
  }
  if (type === 'required_linear_history') return { from, kind: 'linear_history' };
  if (type === 'non_fast_forward') return { from, kind: 'fast_forward' };
  if (type === 'deletion' || type === 'creation' || type === 'update') return { from, kind: type };
  return undefined;
}

function named(repository: Repository, patterns: readonly string[], ref: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '~ALL') return true;
    if (pattern === '~DEFAULT_BRANCH') return ref === `refs/heads/${repository.defaultBranch}`;
    return matchesPattern(pattern, ref);
  });
}

/** Active rulesets that cover a ref. */
export function rulesetsOn(repository: Repository, ref: string): Ruleset[] {
  const target = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  return repository.rulesets.filter(
    (ruleset) =>
      ruleset.enforcement === 'active' &&
      ruleset.target === target &&
      named(repository, ruleset.include, ref) &&
      !named(repository, ruleset.exclude, ref),
  );
}

/** GitHub's number for the repository role "admin" among bypass actors. */
const adminRole = 5;

function bypasses(repository: Repository, ruleset: Ruleset, actor: Actor, byPullRequest: boolean): boolean {
  return ruleset.bypass.some(({ actor_id: id, actor_type: type, bypass_mode: mode }) => {
    if (mode === 'pull_request' && !byPullRequest) return false;
    if (type === 'Integration') return actor.appId !== undefined && id === actor.appId;
    if (type === 'User') return actor.via === 'person' && id === actor.account.id;
    return type === 'RepositoryRole' && id === adminRole && isAdmin(repository, actor);
  });
}

export const isAdmin = (repository: Repository, actor: Actor): boolean =>
  actor.via === 'person' && repository.access.get(actor.account.login.toLowerCase()) === 'admin';

function fromProtection(repository: Repository, ref: string, actor: Actor): Demand[] {
  const protection = ref.startsWith('refs/heads/')
    ? repository.protections.get(ref.slice('refs/heads/'.length))
    : undefined;
  if (protection === undefined || (!protection.enforceAdmins && isAdmin(repository, actor))) return [];
  const { statuses, reviews, linearHistory, allowDeletions, allowForcePushes } = protection;
  const from = 'protection' as const;
  return [
    ...(reviews === null
      ? []
      : [
          {
            from,
            kind: 'pull_request',
            approvals: reviews.count,
            methods: null,
            dismissStale: reviews.dismissStale,
          } as const,
        ]),
    ...(statuses === null ? [] : [{ from, kind: 'statuses', ...statuses } as const]),
    ...(linearHistory ? [{ from, kind: 'linear_history' } as const] : []),
    ...(allowForcePushes ? [] : [{ from, kind: 'fast_forward' } as const]),
    ...(allowDeletions ? [] : [{ from, kind: 'deletion' } as const]),
  ];
}

/** Everything asked of a ref, of this actor. `byPullRequest` lets those pass who may bypass in pull requests only. */
export function demandsOn(repository: Repository, ref: string, actor: Actor, byPullRequest = false): Demand[] {
  const rules: Rule[] = rulesetsOn(repository, ref)
    .filter((ruleset) => !bypasses(repository, ruleset, actor, byPullRequest))
    .flatMap((ruleset) => ruleset.rules);
  const ofRulesets = rules.flatMap((rule) => fromRule(rule.type, rule.parameters) ?? []);
  return [...fromProtection(repository, ref, actor), ...ofRulesets];
}

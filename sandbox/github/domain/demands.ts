import { z } from 'zod';
import type { Actor } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import type { Protection, RequiredContext, Rule, RuleParameters, Ruleset } from '../state/rules.ts';
import { matchesPattern } from './glob.ts';

type SimpleDemand =
  | 'linear_history'
  | 'fast_forward'
  | 'deletion'
  | 'creation'
  | 'update'
  | 'signatures'
  | 'merge_queue'
  | 'locked'
  | 'stranger';

/** One thing that protection or a ruleset asks of a branch or tag. */
export type Demand = { readonly from: 'protection' | 'ruleset' } & (
  | {
      readonly kind: 'pull_request';
      readonly approvals: number;
      readonly methods: readonly string[] | null;
      readonly dismissStale: boolean;
    }
  | { readonly kind: 'statuses'; readonly strict: boolean; readonly contexts: readonly RequiredContext[] }
  | { readonly kind: 'name'; readonly accepts: (name: string) => boolean; readonly said: string }
  | { readonly kind: SimpleDemand }
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

const nameParameters = z.object({
  operator: z.enum(['starts_with', 'ends_with', 'contains', 'regex']),
  pattern: z.string(),
  negate: z.boolean().default(false),
});

/** `tag_name_pattern`, `branch_name_pattern`. */
function fromNamePattern(parameters: RuleParameters | undefined): Demand {
  const { operator, pattern, negate } = nameParameters.parse(parameters);
  const fits = (name: string): boolean => {
    if (operator === 'starts_with') return name.startsWith(pattern);
    if (operator === 'ends_with') return name.endsWith(pattern);
    return operator === 'contains' ? name.includes(pattern) : new RegExp(pattern).test(name);
  };
  const words = { starts_with: 'start with', ends_with: 'end with', contains: 'contain', regex: 'match' };
  const said = `must ${negate ? 'not ' : ''}${words[operator]} ${operator === 'regex' ? 'a given regex pattern: ' : ''}${pattern}`;
  return { from: 'ruleset', kind: 'name', accepts: (name) => fits(name) !== negate, said };
}

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
  if (type === 'required_signatures') return { from, kind: 'signatures' };
  if (type === 'tag_name_pattern' || type === 'branch_name_pattern') return fromNamePattern(parameters);
  if (type === 'merge_queue') return { from, kind: 'merge_queue' };
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

/** What GitHub tells of a ruleset to who asks: whether its rules hold for them. */
export function bypassRight(repository: Repository, ruleset: Ruleset, actor: Actor) {
  if (bypasses(repository, ruleset, actor, false)) return 'always' as const;
  return bypasses(repository, ruleset, actor, true) ? ('pull_requests_only' as const) : ('never' as const);
}

/** Whether an actor is among those who alone may push. */
function pushes(pushers: NonNullable<Protection['pushers']>, { account, via }: Actor): boolean {
  const login = account.login.toLowerCase();
  if (via === 'app') return pushers.apps.some((slug) => `${slug}[bot]` === login);
  return pushers.users.some((one) => one.toLowerCase() === login);
}

export const isAdmin = (repository: Repository, actor: Actor): boolean =>
  actor.via === 'person' && repository.access.get(actor.account.login.toLowerCase()) === 'admin';

function fromProtection(repository: Repository, ref: string, actor: Actor): Demand[] {
  const protection = ref.startsWith('refs/heads/')
    ? repository.protections.get(ref.slice('refs/heads/'.length))
    : undefined;
  if (protection === undefined || (!protection.enforceAdmins && isAdmin(repository, actor))) return [];
  const { statuses, reviews, linearHistory, signatures, locked, pushers, allowDeletions, allowForcePushes } =
    protection;
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
    ...(signatures ? [{ from, kind: 'signatures' } as const] : []),
    ...(locked ? [{ from, kind: 'locked' } as const] : []),
    ...(pushers !== null && !pushes(pushers, actor) ? [{ from, kind: 'stranger' } as const] : []),
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

import { isoSeconds } from '../git/commits.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import type { Protection, Rule, Ruleset } from '../state/rules.ts';
import type { World } from '../state/world.ts';
import { apiUrl, htmlUrl } from './present-repository.ts';

/** `branch-protection` of a branch. */
export function presentProtection(world: World, repository: Repository, protection: Protection) {
  const url = apiUrl(world, repository, `/branches/${encodeURIComponent(protection.branch)}/protection`);
  const { statuses, reviews } = protection;
  return {
    url,
    ...(statuses === null
      ? {}
      : {
          required_status_checks: {
            url: `${url}/required_status_checks`,
            strict: statuses.strict,
            contexts: statuses.contexts.map(({ context }) => context),
            contexts_url: `${url}/required_status_checks/contexts`,
            checks: statuses.contexts.map(({ context, appId }) => ({ context, app_id: appId })),
          },
        }),
    ...(reviews === null
      ? {}
      : {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: reviews.dismissStale,
            require_code_owner_reviews: reviews.codeOwners,
            required_approving_review_count: reviews.count,
            require_last_push_approval: false,
          },
        }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_linear_history: { enabled: protection.linearHistory },
    allow_force_pushes: { enabled: protection.allowForcePushes },
    allow_deletions: { enabled: protection.allowDeletions },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
  };
}

/** `repository-ruleset`; who may bypass it is shown only to who may write it. */
export function presentRuleset(world: World, repository: Repository, ruleset: Ruleset, full: boolean, writer: boolean) {
  const page = htmlUrl(world, repository, `/rules/${ruleset.id}`);
  const self = apiUrl(world, repository, `/rulesets/${ruleset.id}`);
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target,
    source_type: 'Repository',
    source: repository.fullName,
    enforcement: ruleset.enforcement,
    node_id: nodeId('RepositoryRuleset', ruleset.id),
    created_at: isoSeconds(ruleset.createdAt),
    updated_at: isoSeconds(ruleset.updatedAt),
    _links: { self: { href: self }, html: { href: page } },
    ...(full ? { conditions: { ref_name: { include: ruleset.include, exclude: ruleset.exclude } } } : {}),
    ...(full ? { rules: ruleset.rules } : {}),
    ...(full && writer ? { bypass_actors: ruleset.bypass } : {}),
  };
}

/** `repository-rule-detailed`: a rule with the ruleset it comes from. */
export const presentRule = (repository: Repository, ruleset: Ruleset, rule: Rule) => ({
  type: rule.type,
  ...(rule.parameters === undefined ? {} : { parameters: rule.parameters }),
  ruleset_source_type: 'Repository',
  ruleset_source: repository.fullName,
  ruleset_id: ruleset.id,
});

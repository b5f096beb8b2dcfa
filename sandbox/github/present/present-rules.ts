import { isoSeconds } from '../git/commits.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repository.ts';
import type { Protection, Rule, Ruleset } from '../state/rules.ts';
import type { World } from '../state/world.ts';
import { presentAccount } from './present-account.ts';
import { apiUrl, htmlUrl } from './present-repository.ts';

/** `branch-restriction-policy`: who alone may push. */
function presentPushers(world: World, url: string, { users, teams, apps }: NonNullable<Protection['pushers']>) {
  const at = `${url}/restrictions`;
  const known = users.flatMap((login) => world.accounts.get(login.toLowerCase()) ?? []);
  const links = { url: at, html_url: at, members_url: at, repositories_url: at };
  return {
    url: at,
    users_url: `${at}/users`,
    teams_url: `${at}/teams`,
    apps_url: `${at}/apps`,
    users: known.map((account) => presentAccount(world, account)),
    teams: teams.map((slug) => ({
      ...links,
      id: 1,
      node_id: nodeId('Team', slug),
      name: slug,
      slug,
      description: null,
      privacy: 'closed',
      permission: 'push',
      parent: null,
    })),
    apps: apps.map((slug) => ({ id: 1, slug, node_id: nodeId('App', slug), name: slug })),
  };
}

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
    ...(protection.pushers === null ? {} : { restrictions: presentPushers(world, url, protection.pushers) }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_linear_history: { enabled: protection.linearHistory },
    allow_force_pushes: { enabled: protection.allowForcePushes },
    allow_deletions: { enabled: protection.allowDeletions },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: protection.locked },
    allow_fork_syncing: { enabled: false },
    required_signatures: { url: `${url}/required_signatures`, enabled: protection.signatures },
  };
}

/** What is shown of a ruleset beyond its name: to one who may write it, who may bypass it; to everybody, whether they may. */
interface Detail {
  readonly writer: boolean;
  readonly bypass: 'always' | 'pull_requests_only' | 'never';
}

/** `repository-ruleset`; the list leaves `detail` out. */
export function presentRuleset(world: World, repository: Repository, ruleset: Ruleset, detail?: Detail) {
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
    ...(detail === undefined
      ? {}
      : {
          conditions: { ref_name: { include: ruleset.include, exclude: ruleset.exclude } },
          rules: ruleset.rules,
          current_user_can_bypass: detail.bypass,
          ...(detail.writer ? { bypass_actors: ruleset.bypass } : {}),
        }),
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

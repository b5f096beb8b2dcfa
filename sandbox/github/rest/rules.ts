import { notFound } from '../api-error.ts';
import { bypassRight, rulesetsOn } from '../domain/demands.ts';
import { presentProtection, presentRule, presentRuleset } from '../present/present-rules.ts';
import type { Protection, Ruleset } from '../state/rules.ts';
import { type Call, created, found, type Handlers, noContent, ok } from './call.ts';
import { listPage } from './page.ts';

/** Classic protection is for administrators: GitHub hides its address from everybody else who is a person. */
function adminOnly({ credential, repository }: Call<unknown>): void {
  if (credential.kind !== 'person') return; // an installation's permissions are asked before
  if (repository.access.get(credential.account.login.toLowerCase()) !== 'admin') throw notFound();
}

/** Who may write rulesets sees who may bypass them. */
function mayWrite({ credential, repository }: Call<unknown>): boolean {
  if (credential.kind === 'installation') return credential.permissions['administration'] === 'write';
  return credential.kind === 'person' && repository.access.get(credential.account.login.toLowerCase()) === 'admin';
}

const detailOf = (call: Call<unknown>, ruleset: Ruleset) => ({
  writer: mayWrite(call),
  bypass: bypassRight(call.repository, ruleset, call.actor),
});

type Given = Readonly<Record<string, unknown>>;
type RuleArgs = {
  readonly conditions?:
    | {
        readonly ref_name?:
          | { readonly include?: readonly string[] | undefined; readonly exclude?: readonly string[] | undefined }
          | undefined;
      }
    | undefined;
  readonly rules?: readonly { readonly type: string; readonly parameters?: object | undefined }[] | undefined;
};

const rulesOf = (rules: RuleArgs['rules']): Ruleset['rules'] =>
  (rules ?? []).map(({ type, parameters }) => ({
    type,
    ...(parameters === undefined ? {} : { parameters: Object.fromEntries(Object.entries(parameters)) satisfies Given }),
  }));

const bypassOf = (
  actors:
    | readonly { actor_id?: number | null | undefined; actor_type: string; bypass_mode?: string | undefined }[]
    | undefined,
): Ruleset['bypass'] =>
  (actors ?? []).map(({ actor_id, actor_type, bypass_mode }) => ({
    actor_id: actor_id ?? null,
    actor_type,
    bypass_mode: bypass_mode ?? 'always',
  }));

/** Classic protection and rulesets. */
export const ruleHandlers: Handlers<'repos'> = {
  getBranchProtection: (call) => {
    adminOnly(call);
    const { world, repository, args } = call;
    const protection = found(repository.protections.get(args.branch), 'Branch not protected');
    return ok(presentProtection(world, repository, protection));
  },

  updateBranchProtection: (call) => {
    adminOnly(call);
    const { world, repository, args } = call;
    const checks = args.required_status_checks;
    const reviews = args.required_pull_request_reviews;
    const named = checks?.checks?.map(({ context, app_id }) => ({
      context,
      appId: app_id === undefined || app_id === -1 ? null : app_id,
    }));
    const protection: Protection = {
      branch: args.branch,
      statuses:
        checks === null
          ? null
          : { strict: checks.strict, contexts: named ?? checks.contexts.map((context) => ({ context, appId: null })) },
      reviews:
        reviews === null
          ? null
          : {
              count: reviews.required_approving_review_count ?? 1,
              dismissStale: reviews.dismiss_stale_reviews ?? false,
              codeOwners: reviews.require_code_owner_reviews ?? false,
            },
      enforceAdmins: args.enforce_admins ?? false,
      linearHistory: args.required_linear_history ?? false,
      signatures: false, // set at an address of their own
      locked: args.lock_branch ?? false,
      pushers:
        args.restrictions === null
          ? null
          : { users: args.restrictions.users, teams: args.restrictions.teams, apps: args.restrictions.apps ?? [] },
      allowForcePushes: args.allow_force_pushes ?? false,
      allowDeletions: args.allow_deletions ?? false,
    };
    repository.protections.set(args.branch, protection);
    return ok({ ...presentProtection(world, repository, protection) });
  },

  getBranchRules: async (call) => {
    const { repository, args } = call;
    const rules = rulesetsOn(repository, `refs/heads/${args.branch}`).flatMap((ruleset) =>
      ruleset.rules.map((rule) => presentRule(repository, ruleset, rule)),
    );
    return await listPage(call, rules, (rule) => rule);
  },

  getRepoRulesets: async (call) => {
    const { world, repository, args } = call;
    const targets = args.targets?.split(',');
    const asked = repository.rulesets.filter(({ target }) => targets?.includes(target) !== false);
    return await listPage(call, asked, (ruleset) => presentRuleset(world, repository, ruleset));
  },

  getRepoRuleset: (call) => {
    const ruleset = found(call.repository.rulesets.find(({ id }) => id === call.args.ruleset_id));
    return ok(presentRuleset(call.world, call.repository, ruleset, detailOf(call, ruleset)));
  },

  createRepoRuleset: (call) => {
    const { world, repository, args } = call;
    const now = world.now();
    const ruleset: Ruleset = {
      id: world.nextId(),
      name: args.name,
      target: args.target ?? 'branch',
      enforcement: args.enforcement,
      include: args.conditions?.ref_name?.include ?? [],
      exclude: args.conditions?.ref_name?.exclude ?? [],
      rules: rulesOf(args.rules),
      bypass: bypassOf(args.bypass_actors),
      createdAt: now,
      updatedAt: now,
    };
    repository.rulesets.push(ruleset);
    world.changed(repository, `ruleset ${ruleset.name} created`);
    return created(presentRuleset(world, repository, ruleset, detailOf(call, ruleset)));
  },

  updateRepoRuleset: (call) => {
    const { world, repository, args } = call;
    const ruleset = found(repository.rulesets.find(({ id }) => id === args.ruleset_id));
    ruleset.name = args.name ?? ruleset.name;
    ruleset.target = args.target ?? ruleset.target;
    ruleset.enforcement = args.enforcement ?? ruleset.enforcement;
    ruleset.include = args.conditions?.ref_name?.include ?? ruleset.include;
    ruleset.exclude = args.conditions?.ref_name?.exclude ?? ruleset.exclude;
    if (args.rules !== undefined) ruleset.rules = rulesOf(args.rules);
    if (args.bypass_actors !== undefined) ruleset.bypass = bypassOf(args.bypass_actors);
    ruleset.updatedAt = world.now();
    world.changed(repository, `ruleset ${ruleset.name} updated`);
    return ok(presentRuleset(world, repository, ruleset, detailOf(call, ruleset)));
  },

  deleteRepoRuleset: ({ world, repository, args }) => {
    const at = repository.rulesets.findIndex(({ id }) => id === args.ruleset_id);
    if (at === -1) return found<never>(undefined);
    repository.rulesets.splice(at, 1);
    world.changed(repository, `ruleset ${args.ruleset_id} deleted`);
    return noContent();
  },
};

import { z } from 'zod';
import { expecting, GitHubAnswer } from '../adapters/github/refused.ts';
import type { Patient } from './github-patient.ts';

const parameters = z
  .object({
    required_approving_review_count: z.number().catch(0),
    allowed_merge_methods: z.array(z.string()).optional(),
    required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.number().nullish() })).optional(),
    required_deployment_environments: z.array(z.string()).optional(),
    operator: z.string().optional(),
    pattern: z.string().optional(),
    negate: z.boolean().optional(),
  })
  .partial()
  .default({});
const rule = z.object({ type: z.string(), parameters });
const ruleset = z.object({
  name: z.string(),
  target: z.string().optional(),
  enforcement: z.string(),
  current_user_can_bypass: z.string().optional(),
  bypass_actors: z.array(z.object({ actor_id: z.number().nullish(), actor_type: z.string() })).optional(),
  conditions: z
    .object({
      ref_name: z
        .object({ include: z.array(z.string()), exclude: z.array(z.string()) })
        .partial()
        .optional(),
    })
    .optional(),
  rules: z.array(rule).default([]),
});
type Ruleset = z.output<typeof ruleset>;

const enabled = z.object({ enabled: z.boolean() }).optional();
const named = z.array(z.object({ login: z.string().optional(), slug: z.string().optional() })).default([]);
const classic = z.object({
  required_status_checks: z
    .object({ checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).default([]) })
    .nullish(),
  required_pull_request_reviews: z.object({ required_approving_review_count: z.number().default(0) }).nullish(),
  restrictions: z.object({ users: named, teams: named, apps: named }).nullish(),
  enforce_admins: enabled,
  required_linear_history: enabled,
  required_signatures: enabled,
  lock_branch: enabled,
  allow_deletions: enabled,
});

/** One rule that holds for Slipway. `types` beyond GitHub's: `locked`, `restricted`, of classic protection. */
export interface Rule {
  readonly type: string;
  readonly parameters: z.output<typeof parameters>;
  /** "the ruleset main" or "branch protection". */
  readonly from: string;
  /** Whether Slipway may pass it by pull request, and only so. */
  readonly passedByPullRequest: boolean;
}

/** The rules on a branch, and whether some of them are hidden from Slipway. */
export interface Rules {
  readonly rules: readonly Rule[];
  readonly hidden: boolean;
}

/** Who may pass by: GitHub says it of who asks; who may write rulesets sees all who may. */
function bypassOf(
  { current_user_can_bypass: mine, bypass_actors: actors = [] }: Ruleset,
  { granted }: Patient,
): string {
  if (mine !== undefined) return mine;
  const ours = granted.kind === 'app' && actors.some((one) => one.actor_id === granted.appId);
  return ours ? 'always' : 'never';
}

function rulesetsOf(patient: Patient) {
  const { octokit, owner, repo } = patient;
  const known = new Map<number, Promise<Ruleset | undefined>>();
  async function read(id: number): Promise<Ruleset | undefined> {
    const answer = await expecting([404], octokit.rest.repos.getRepoRuleset({ owner, repo, ruleset_id: id }));
    return answer instanceof GitHubAnswer ? undefined : ruleset.parse(answer.data); // an organisation's may be hidden
  }
  return (id: number) => {
    const asked = known.get(id) ?? read(id);
    known.set(id, asked);
    return asked;
  };
}

function classicRules(read: z.output<typeof classic>, { login, read: { permissions } }: Patient): readonly Rule[] {
  if (permissions?.admin === true && read.enforce_admins?.enabled !== true) return [];
  const { restrictions, required_pull_request_reviews: reviews, required_status_checks: checks } = read;
  const made = (type: string, own: Rule['parameters'] = {}): Rule => ({
    type,
    parameters: own,
    from: 'branch protection',
    passedByPullRequest: false,
  });
  const slug = login.replace(/\[bot\]$/, '');
  const among =
    restrictions?.users.some((one) => one.login?.toLowerCase() === login.toLowerCase()) === true ||
    (login.endsWith('[bot]') && restrictions?.apps.some((one) => one.slug === slug) === true);
  return [
    ...(reviews
      ? [made('pull_request', { required_approving_review_count: reviews.required_approving_review_count })]
      : []),
    ...(checks
      ? [
          made('required_status_checks', {
            required_status_checks: checks.checks.map(({ context, app_id }) => ({ context, integration_id: app_id })),
          }),
        ]
      : []),
    ...(read.required_linear_history?.enabled === true ? [made('required_linear_history')] : []),
    ...(read.required_signatures?.enabled === true ? [made('required_signatures')] : []),
    ...(read.lock_branch?.enabled === true ? [made('locked')] : []),
    ...(read.allow_deletions?.enabled === true ? [] : [made('deletion')]),
    ...(restrictions && !among ? [made('restricted')] : []),
  ];
}

const summary = z.object({
  protection: z
    .object({
      enabled: z.boolean().default(false),
      required_status_checks: z
        .object({ checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).default([]) })
        .nullish(),
    })
    .optional(),
});

/** Reads rules, each ruleset once. */
export function rulesOn(patient: Patient) {
  const { octokit, owner, repo } = patient;
  const rulesetOf = rulesetsOf(patient);

  async function protection(branch: string, shown: unknown): Promise<Rules> {
    const short = summary.parse(shown).protection;
    if (short?.enabled !== true) return { rules: [], hidden: false };
    const answer = await expecting([403, 404], octokit.rest.repos.getBranchProtection({ owner, repo, branch }));
    if (!(answer instanceof GitHubAnswer))
      return { rules: classicRules(classic.parse(answer.data), patient), hidden: false };
    return {
      rules: classicRules(classic.parse(short), patient).filter(({ type }) => type !== 'deletion'),
      hidden: true,
    };
  }

  return {
    /** The rules of rulesets on a branch, which need not be there. */
    async ofRulesets(branch: string): Promise<readonly Rule[]> {
      const { data } = await octokit.rest.repos.getBranchRules({ owner, repo, branch, per_page: 100 });
      const all = z.array(rule.extend({ ruleset_id: z.number().optional() })).parse(data);
      const found = await Promise.all(
        all.map(async ({ type, parameters: own, ruleset_id: id }) => {
          const of = id === undefined ? undefined : await rulesetOf(id);
          const bypass = of === undefined ? 'never' : bypassOf(of, patient);
          if (bypass === 'always' || bypass === 'exempt') return [];
          const from = of === undefined ? 'a ruleset' : `the ruleset ${of.name}`;
          return [{ type, parameters: own, from, passedByPullRequest: bypass === 'pull_requests_only' }];
        }),
      );
      return found.flat();
    },

    /** All rules on a branch. `shown`: the branch as GitHub shows it. */
    async ofBranch(branch: string, shown: unknown): Promise<Rules> {
      const [ofRulesets, { rules, hidden }] = await Promise.all([this.ofRulesets(branch), protection(branch, shown)]);
      return { rules: [...ofRulesets, ...rules], hidden };
    },

    /** The active rulesets on tags that hold for Slipway, with what they cover. */
    async ofTags(): Promise<readonly Ruleset[]> {
      const { data } = await octokit.rest.repos.getRepoRulesets({ owner, repo, targets: 'tag', per_page: 100 });
      const found = await Promise.all(data.map(({ id }) => rulesetOf(id)));
      return found
        .filter((one) => one !== undefined)
        .filter((one) => one.target === 'tag' && one.enforcement === 'active')
        .filter((one) => !['always', 'exempt'].includes(bypassOf(one, patient)));
    },
  };
}
export type RuleReader = ReturnType<typeof rulesOn>;

/** Whether a rule on names (`tag_name_pattern`, `branch_name_pattern`) lets a name pass. */
export function nameAllowed({ operator, pattern = '', negate = false }: Rule['parameters'], name: string): boolean {
  if (operator === 'starts_with') return name.startsWith(pattern) !== negate;
  if (operator === 'ends_with') return name.endsWith(pattern) !== negate;
  if (operator === 'contains') return name.includes(pattern) !== negate;
  try {
    return new RegExp(pattern).test(name) !== negate;
  } catch {
    return true; // RE2 knows forms that JavaScript does not: GitHub will say
  }
}

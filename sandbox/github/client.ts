import { z } from 'zod';
import type { CommandInput, RepositoryCommand, RepositoryQuery, WorldCommand, WorldInput } from './control/commands.ts';
import * as views from './control/views.ts';

/** The control refused: the message is what GitHub would say to the person, e.g. of a protected branch. */
export class GitHubRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'GitHubRefusal';
    this.status = status;
  }
}

const failure = z.object({
  message: z.string(),
  errors: z
    .array(z.union([z.string(), z.object({ message: z.string().optional(), code: z.string().optional() })]))
    .optional(),
});

async function post(url: string, input: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
  const body: unknown = await response.json();
  if (response.ok) return body;
  const { message, errors = [] } = failure.parse(body);
  const details = errors.map((one) => (typeof one === 'string' ? one : (one.message ?? one.code ?? '')));
  throw new GitHubRefusal(response.status, [message, ...details].join(': '));
}

type Without<Input, Keys extends PropertyKey> = Omit<Input, Keys>;
type Conclusion = CommandInput<'finish'>['conclusion'];

const sha = z.string();

/** Acts in one repository as people and workflows do, and reads it. Every deed throws GitHubRefusal when refused. */
export function repositoryClient(controlUrl: string, fullName: string) {
  const at = (name: RepositoryCommand | RepositoryQuery, input: unknown) =>
    post(`${controlUrl}/repositories/${fullName}/${name}`, input);
  const done = async (name: RepositoryCommand, input: unknown): Promise<void> => {
    await at(name, input);
  };
  const read = async <T>(name: RepositoryQuery | RepositoryCommand, input: unknown, view: z.ZodType<T>): Promise<T> =>
    view.parse(await at(name, input));

  return {
    /** Pushes one commit as a person; `null` removes a file. The branch is made from `from` (the default branch) if missing. */
    pushes: (
      by: string,
      branch: string,
      files: CommandInput<'push'>['files'],
      message: string,
      options: { from?: string; bypass?: boolean } = {},
    ) => read('push', { by, branch, files, message, ...options }, sha),
    branch: (name: string, from?: string, by?: string) => read('branch', { name, from, by }, sha),
    deletesBranch: (by: string, name: string) => done('deleteBranch', { by, name }),
    opensPullRequest: (by: string, pull: Without<CommandInput<'openPull'>, 'by'>) =>
      read('openPull', { by, ...pull }, views.pullView),
    /** Merges as a person; protection holds for people too. Resolves to the merge commit. */
    merges: (by: string, number: number, options: { method?: 'merge' | 'squash' | 'rebase' } = {}) =>
      read('mergePull', { by, number, ...options }, sha),
    closes: (number: number, by?: string) => done('closePull', { number, by }),
    reopens: (number: number, by?: string) => done('reopenPull', { number, by }),
    edits: (number: number, edit: Without<CommandInput<'editPull'>, 'number'>) => done('editPull', { number, ...edit }),
    reviews: (by: string, number: number, verdict: CommandInput<'review'>['verdict'], body?: string) =>
      done('review', { by, number, verdict, body }),
    comments: (by: string, number: number, body: string) => done('comment', { by, number, body }),
    labels: (number: number, labels: readonly string[], by?: string) => done('label', { number, labels, by }),
    opensIssue: (by: string, issue: Without<CommandInput<'openIssue'>, 'by'>) =>
      read('openIssue', { by, ...issue }, z.number()),
    /** Writes another body of an issue, as on its page. */
    editsIssue: (by: string, number: number, body: string) => done('editIssue', { by, number, body }),
    /** Clicks the box of the task that has these words in it. */
    ticksTask: (by: string, number: number, task: string, ticked = true) =>
      done('tickTask', { by, number, task, ticked }),
    closesIssue: (by: string, number: number) => done('closeIssue', { by, number }),
    reopensIssue: (by: string, number: number) => done('reopenIssue', { by, number }),
    /** Makes a milestone. Resolves to its number. */
    milestone: (title: string, by?: string) => read('makeMilestone', { title, by }, z.number()),
    closesMilestone: (title: string) => done('closeMilestone', { title }),
    /** Puts an issue or a pull request into the milestone of that title; null takes it out. */
    intoMilestone: (number: number, milestone: string | null, by?: string) =>
      done('intoMilestone', { number, milestone, by }),
    /** Tags a commit; `annotated: true` or a message makes it annotated. Resolves to the object that the ref holds. */
    tags: (by: string, name: string, target: string, options: { annotated?: boolean | string } = {}) =>
      read('tag', { by, name, sha: target, ...options }, sha),
    deletesTag: (by: string, name: string) => done('deleteTag', { by, name }),
    /** Publishes (or drafts) a release by hand. Resolves to its id. */
    publishesRelease: (by: string, release: Without<CommandInput<'release'>, 'by'>) =>
      read('release', { by, ...release }, z.number()),
    dispatches: (by: string, workflow: string, ref: string, inputs: Record<string, string> = {}) =>
      read('dispatch', { by, workflow, ref, inputs }, views.runView),
    /** The time of a workflow's schedule has come. */
    schedules: (workflow: string) => read('schedule', { workflow }, views.runView),
    /** Lets a queued run begin. */
    begins: (run: number | string) => read('begin', { run }, views.runView),
    /** Ends a run by id, or the newest unfinished one of a workflow file. `only`: the jobs that end like this; the others succeed. */
    finishes: (run: number | string, conclusion: Conclusion, only?: readonly string[]) =>
      read('finish', { run, conclusion, only }, views.runView),
    reruns: (by: string, run: number | string, failedOnly = false) =>
      read('rerun', { by, run, failedOnly }, views.runView),
    approvesDeployment: (by: string, run: number | string, environment: string, approve = true) =>
      read('approveDeployment', { by, run, environment, approve }, views.runView),
    autofinish: (workflow: string, mode: CommandInput<'autofinish'>['mode']) => done('autofinish', { workflow, mode }),
    /** A check run of some other App; `null` is one that is in progress. */
    check: (target: string, name: string, conclusion: CommandInput<'check'>['conclusion']) =>
      done('check', { sha: target, name, conclusion }),
    /** Ends an unfinished check of some other App. */
    finishesCheck: (id: number, conclusion: CommandInput<'finishCheck'>['conclusion']) =>
      done('finishCheck', { id, conclusion }),
    status: (
      target: string,
      context: string,
      state: CommandInput<'status'>['state'],
      options: { by?: string; description?: string } = {},
    ) => done('status', { sha: target, context, state, ...options }),
    protects: (branch: string, rules: Without<CommandInput<'protect'>, 'branch'>) =>
      done('protect', { branch, ...rules }),
    unprotects: (branch: string) => done('unprotect', { branch }),
    ruleset: (ruleset: CommandInput<'ruleset'>) => read('ruleset', ruleset, z.number()),
    deletesRuleset: (name: string) => done('deleteRuleset', { name }),
    immutableReleases: (on: boolean) => done('immutableReleases', { on }),
    mergeMethods: (methods: CommandInput<'mergeMethods'>) => done('mergeMethods', methods),
    /** From now on the first look at a pull request says `mergeable: null`, as GitHub's does. */
    mergeabilityLags: (on: boolean) => done('mergeabilityLags', { on }),
    /** From now on dispatched runs stand in the lists only so many milliseconds after they were accepted, as GitHub's do. */
    runsAppearAfter: (ms: number) => done('runsAppearAfter', { ms }),
    /** Leaves the `starter` asset that an upload leaves which broke off. */
    breaksUpload: (by: string, tag: string, name: string) => done('breakUpload', { by, tag, name }),
    deleteBranchOnMerge: (on: boolean) => done('deleteBranchOnMerge', { on }),
    access: (login: string, access: CommandInput<'access'>['access']) => done('access', { login, access }),
    environment: (name: string, reviewers: readonly string[] = [], protectedBranchesOnly = false) =>
      done('environment', { name, reviewers, protectedBranchesOnly }),
    /** An environment with the custom protection rule of an App. */
    gatedEnvironment: (name: string, gate: { readonly id: number; readonly slug: string }) =>
      done('environment', { name, gate }),
    /** Switches one of GitHub's scanners on, or off again. */
    switchScanner: (scanner: CommandInput<'switchScanner'>['scanner'], on = true) =>
      done('switchScanner', { scanner, on }),
    /** A scanner finds something; code scanning finds it on a branch (the default one). Resolves to its number. */
    raisesAlert: (alert: CommandInput<'raiseAlert'>) => read('raiseAlert', alert, z.number()),
    closesAlert: (scanner: CommandInput<'closeAlert'>['scanner'], number: number) =>
      done('closeAlert', { scanner, number }),
    /** Code scanning has looked at the tip of a branch; `error` says what went wrong. */
    analyses: (branch: string, options: Without<CommandInput<'analyse'>, 'branch'> = {}) =>
      done('analyse', { branch, ...options }),
    /** Attaches a file to a release, in the place of one of its name. */
    attaches: (by: string, tag: string, file: { name: string; content: string; attested: boolean }) =>
      done('attach', { by, tag, ...file }),
    /** A workflow attests how something of this digest was built; another predicate, something else about it. */
    attests: (digest: string, predicateType?: string) => done('attest', { digest, predicateType }),
    /** From now on it is read-only for everybody. */
    archive: (on = true) => done('archive', { on }),
    /** Switches a workflow off, or on again, as on its page. */
    switchWorkflow: (workflow: string, on: boolean) => done('switchWorkflow', { workflow, on }),

    log: (ref: string, limit?: number) => read('log', { ref, limit }, z.array(views.commitView)),
    /** null when the ref has no such file. */
    file: (ref: string, path: string) => read('file', { ref, path }, z.string().nullable()),
    commit: (target: string) => read('commit', { sha: target }, views.commitView),
    refs: (prefix?: string) => read('refs', { prefix }, z.array(views.refView)),
    /** Newest first, by when they were committed or tagged: of a folder such as `refs/tags/`, or the one of that name. */
    newestRefs: (under: string, limit: number) => read('newestRefs', { under, limit }, views.newestRefsView),
    releases: () => read('releases', {}, z.array(views.releaseView)),
    deployments: (environment?: string) => read('deployments', { environment }, z.array(views.deploymentView)),
    pulls: (state: 'open' | 'closed' | 'all' = 'open') => read('pulls', { state }, z.array(views.pullView)),
    pull: (number: number) => read('pull', { number }, views.pullView),
    milestones: () => read('milestones', {}, z.array(views.milestoneView)),
    /** The workflows of the default branch that people can start. */
    startableWorkflows: () => read('startableWorkflows', {}, z.array(views.startableView)),
    issues: (state: 'open' | 'closed' | 'all' = 'open') => read('issues', { state }, z.array(views.issueView)),
    runs: (filter: { workflow?: string; sha?: string; status?: string; event?: string } = {}) =>
      read('runs', filter, z.array(views.runView)),
    /** The environments that a run waits for, and who may let it in. */
    pendingDeployments: (run: number | string) =>
      read('pendingDeployments', { run }, z.array(views.pendingDeploymentView)),
    statuses: (target: string) => read('statuses', { sha: target }, z.array(views.statusView)),
    checks: (target: string) => read('checks', { sha: target }, z.array(views.checkView)),
    rulesets: () => read('rulesets', {}, z.array(views.rulesetView)),
  };
}

export type RepositoryClient = ReturnType<typeof repositoryClient>;

/** The typed client of a local GitHub's control. */
export function githubClient(controlUrl: string) {
  const at = (name: WorldCommand, input: unknown = {}) => post(`${controlUrl}/${name}`, input);
  const done = async (name: WorldCommand, input: unknown = {}): Promise<void> => {
    await at(name, input);
  };
  const read = async <T>(name: WorldCommand, input: unknown, view: z.ZodType<T>): Promise<T> =>
    view.parse(await at(name, input));

  return {
    repository: (fullName: string): RepositoryClient => repositoryClient(controlUrl, fullName),
    repositories: () => read('repositories', {}, z.array(views.repositoryView)),
    /** Strikes the next `times` (1) requests whose path matches. */
    fault: ({ path, ...fault }: Omit<WorldInput<'fault'>, 'path'> & { path: RegExp | string }) =>
      done('fault', { ...fault, path: typeof path === 'string' ? path : path.source }),
    clearFaults: () => done('clearFaults'),
    /** The requests to the API so far, with bodies; the control's own are not among them. */
    calls: (filter: { method?: string; path?: RegExp | string } = {}) => {
      const path = filter.path instanceof RegExp ? filter.path.source : filter.path;
      return read('calls', { method: filter.method, path }, z.array(views.callView));
    },
    forgetCalls: () => done('forgetCalls'),
    /** Requests that the description does not allow. A test may ask for none. */
    refusals: () => read('refusals', {}, z.array(views.refusalView)),
    webhooks: {
      /** From now on webhooks are missed; with `hold` they wait for `resume`. */
      pause: (options: { hold?: boolean } = {}) => done('pauseWebhooks', options),
      /** `shuffle`: sends what was held in an order drawn from this seed. */
      resume: (options: { shuffle?: number } = {}) => done('resumeWebhooks', options),
      /** Sends again, with the delivery ids they had; resolves to how many. */
      redeliver: (which: WorldInput<'redeliverWebhooks'>) => read('redeliverWebhooks', which, z.number()),
      deliveries: (event?: string) => read('deliveries', { event }, z.array(views.deliveryView)),
      /** Resolves when every webhook so far has been answered, or given up. */
      idle: () => done('webhooksIdle'),
      url: (url: string | null) => done('webhookUrl', { url }),
    },
    /** What the App may do; tokens issued from now on have it. */
    permissions: (permissions: WorldInput<'permissions'>['permissions']) => done('permissions', { permissions }),
    /** From now on the old name leads to the new one. */
    rename: (repository: string, name: string) => done('rename', { repository, name }),
    /** A person enters a code of the device flow at GitHub; `allow: false` declines. Throws GitHubRefusal for a code that is not good. */
    enterCode: (login: string, code: string, allow = true) => done('enterCode', { login, code, allow }),
    /** Whether the App has the device flow enabled; of flows begun from now on, how many seconds are between two questions. */
    deviceFlow: (on: boolean, intervalSeconds?: number) => done('deviceFlow', { on, intervalSeconds }),
    renameAccount: (login: string, name: string) => done('renameAccount', { login, name }),
    /** An owner suspends the App, or lets it go on. */
    suspend: (on: boolean) => done('suspend', { on }),
    /** The scopes of the token from now on; null: it is a fine-grained one, of which GitHub names none. */
    tokenScopes: (scopes: WorldInput<'tokenScopes'>['scopes']) => done('tokenScopes', { scopes }),
    /** A budget of so many requests; `endsIn`: the hour of everybody who has begun one ends in so many seconds. */
    rateLimit: (resource: WorldInput<'rateLimit'>['resource'], limit: number, endsIn?: number) =>
      done('rateLimit', { resource, limit, endsIn }),
    /** Waits for changes after `since`, up to `wait` milliseconds. */
    changes: async (since = 0, wait = 30_000): Promise<views.ChangeView[]> => {
      const response = await fetch(`${controlUrl}/changes?since=${since}&wait=${wait}`);
      return z.array(views.changeView).parse(await response.json());
    },
  };
}

export type GitHubClient = ReturnType<typeof githubClient>;

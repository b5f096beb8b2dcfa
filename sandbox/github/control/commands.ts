import { z } from 'zod';
import { faultKinds } from '../http/faults.ts';
import { scannerNames, severities } from '../state/alert.ts';

const files = z.record(z.string(), z.string().nullable());
const by = z.string();
const conclusion = z.enum(['success', 'failure', 'cancelled', 'timed_out']);
/** A run by its id, or the newest unfinished run of a workflow file. */
const run = z.union([z.number(), z.string()]);
const rule = z.object({ type: z.string(), parameters: z.record(z.string(), z.unknown()).optional() });

/** What a person, a workflow or the scene does to a repository: the command's name and its arguments. */
export const repositoryCommands = {
  push: z.object({
    by,
    branch: z.string(),
    files,
    message: z.string(),
    from: z.string().optional(),
    bypass: z.boolean().optional(),
  }),
  branch: z.object({ by: by.optional(), name: z.string(), from: z.string().optional() }),
  deleteBranch: z.object({ by: by.optional(), name: z.string() }),
  openPull: z.object({
    by,
    head: z.string(),
    base: z.string(),
    title: z.string(),
    body: z.string().optional(),
    labels: z.array(z.string()).optional(),
    draft: z.boolean().optional(),
  }),
  mergePull: z.object({ by, number: z.number(), method: z.enum(['merge', 'squash', 'rebase']).optional() }),
  closePull: z.object({ by: by.optional(), number: z.number() }),
  reopenPull: z.object({ by: by.optional(), number: z.number() }),
  editPull: z.object({
    by: by.optional(),
    number: z.number(),
    title: z.string().optional(),
    body: z.string().optional(),
    base: z.string().optional(),
  }),
  review: z.object({
    by,
    number: z.number(),
    verdict: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']),
    body: z.string().optional(),
  }),
  comment: z.object({ by, number: z.number(), body: z.string() }),
  label: z.object({ by: by.optional(), number: z.number(), labels: z.array(z.string()) }),
  openIssue: z.object({ by, title: z.string(), body: z.string().optional(), labels: z.array(z.string()).optional() }),
  /** Changes the body of an issue, as on its page. */
  editIssue: z.object({ by, number: z.number(), body: z.string() }),
  /** Ticks (or unticks) the one task of an issue that has these words in it, as by a click on its box. */
  tickTask: z.object({ by, number: z.number(), task: z.string(), ticked: z.boolean() }),
  closeIssue: z.object({ by: by.optional(), number: z.number() }),
  reopenIssue: z.object({ by: by.optional(), number: z.number() }),
  makeMilestone: z.object({ by: by.optional(), title: z.string() }),
  closeMilestone: z.object({ title: z.string() }),
  intoMilestone: z.object({ by: by.optional(), number: z.number(), milestone: z.string().nullable() }),
  tag: z.object({ by, name: z.string(), sha: z.string(), annotated: z.union([z.boolean(), z.string()]).optional() }),
  deleteTag: z.object({ by: by.optional(), name: z.string() }),
  release: z.object({
    by,
    tag: z.string(),
    target: z.string().optional(),
    name: z.string().optional(),
    body: z.string().optional(),
    draft: z.boolean().optional(),
    prerelease: z.boolean().optional(),
  }),
  dispatch: z.object({
    by,
    workflow: z.string(),
    ref: z.string(),
    inputs: z.record(z.string(), z.string()).optional(),
  }),
  /** The time of a workflow's schedule has come. */
  schedule: z.object({ workflow: z.string() }),
  begin: z.object({ run }),
  /** `only`: the jobs that end like this; the others succeed. */
  finish: z.object({ run, conclusion, only: z.array(z.string()).optional() }),
  rerun: z.object({ by, run, failedOnly: z.boolean().optional() }),
  approveDeployment: z.object({ by, run, environment: z.string(), approve: z.boolean().optional() }),
  autofinish: z.object({ workflow: z.string(), mode: z.enum(['manual', 'queued', ...conclusion.options]) }),
  check: z.object({
    sha: z.string(),
    name: z.string(),
    conclusion: z
      .enum(['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'stale', 'timed_out'])
      .nullable(),
  }),
  /** Ends an unfinished check of some other App, as that App does. */
  finishCheck: z.object({ id: z.number(), conclusion: z.enum(['success', 'failure']) }),
  status: z.object({
    by: by.optional(),
    sha: z.string(),
    context: z.string(),
    state: z.enum(['error', 'failure', 'pending', 'success']),
    description: z.string().optional(),
  }),
  protect: z.object({
    branch: z.string(),
    requiredStatuses: z.array(z.string()).optional(),
    strict: z.boolean().optional(),
    requiredReviews: z.number().optional(),
    requirePullRequest: z.boolean().optional(),
    dismissStale: z.boolean().optional(),
    linearHistory: z.boolean().optional(),
    signatures: z.boolean().optional(),
    locked: z.boolean().optional(),
    pushers: z.array(z.string()).optional(),
    pushingApps: z.array(z.string()).optional(),
    allowDeletions: z.boolean().optional(),
    enforceAdmins: z.boolean().optional(),
  }),
  unprotect: z.object({ branch: z.string() }),
  ruleset: z.object({
    name: z.string(),
    target: z.enum(['branch', 'tag']).optional(),
    include: z.array(z.string()),
    exclude: z.array(z.string()).optional(),
    rules: z.array(rule),
    bypassApp: z.boolean().optional(),
    bypassPerson: z.string().optional(),
    bypassMode: z.enum(['always', 'pull_request']).optional(),
    enforcement: z.enum(['active', 'disabled', 'evaluate']).optional(),
  }),
  deleteRuleset: z.object({ name: z.string() }),
  immutableReleases: z.object({ on: z.boolean() }),
  mergeMethods: z.object({
    merge: z.boolean().optional(),
    squash: z.boolean().optional(),
    rebase: z.boolean().optional(),
  }),
  deleteBranchOnMerge: z.object({ on: z.boolean() }),
  mergeabilityLags: z.object({ on: z.boolean() }),
  runsAppearAfter: z.object({ ms: z.number() }),
  breakUpload: z.object({ by, tag: z.string(), name: z.string() }),
  access: z.object({ login: z.string(), access: z.enum(['admin', 'maintain', 'write', 'triage', 'read', 'none']) }),
  environment: z.object({
    name: z.string(),
    reviewers: z.array(z.string()).optional(),
    protectedBranchesOnly: z.boolean().optional(),
    /** The App whose custom protection rule is on. */
    gate: z.object({ id: z.number(), slug: z.string() }).optional(),
  }),
  archive: z.object({ on: z.boolean() }),
  /** Attaches a file to a release, in the place of one of its name. */
  attach: z.object({ by, tag: z.string(), name: z.string(), content: z.string(), attested: z.boolean() }),
  /** A workflow attests what it built, or something else about it. */
  attest: z.object({ digest: z.string().startsWith('sha256:'), predicateType: z.string().optional() }),
  switchScanner: z.object({ scanner: z.enum(scannerNames), on: z.boolean() }),
  raiseAlert: z.object({
    scanner: z.enum(scannerNames),
    title: z.string(),
    severity: z.enum(severities).optional(),
    level: z.enum(['error', 'warning', 'note']).optional(),
    where: z.string().optional(),
    branch: z.string().optional(),
  }),
  closeAlert: z.object({ scanner: z.enum(scannerNames), number: z.number() }),
  analyse: z.object({ branch: z.string(), category: z.string().optional(), error: z.string().optional() }),
  switchWorkflow: z.object({ workflow: z.string(), on: z.boolean() }),
} as const;

/** What a test or a page reads of a repository, for its assertions. */
export const repositoryQueries = {
  log: z.object({ ref: z.string(), limit: z.number().optional() }),
  file: z.object({ ref: z.string(), path: z.string() }),
  commit: z.object({ sha: z.string() }),
  refs: z.object({ prefix: z.string().optional() }),
  /** A folder of refs, or the full name of one. */
  newestRefs: z.object({ under: z.string().startsWith('refs/'), limit: z.number() }),
  releases: z.object({}),
  deployments: z.object({ environment: z.string().optional() }),
  pulls: z.object({ state: z.enum(['open', 'closed', 'all']).optional() }),
  pull: z.object({ number: z.number() }),
  issues: z.object({ state: z.enum(['open', 'closed', 'all']).optional() }),
  milestones: z.object({}),
  /** Those of the default branch that people can start, by `workflow_dispatch`. */
  startableWorkflows: z.object({}),
  runs: z.object({
    workflow: z.string().optional(),
    sha: z.string().optional(),
    status: z.string().optional(),
    event: z.string().optional(),
  }),
  pendingDeployments: z.object({ run }),
  statuses: z.object({ sha: z.string() }),
  checks: z.object({ sha: z.string() }),
  rulesets: z.object({}),
} as const;

/** What is asked of the whole server. */
export const worldCommands = {
  fault: z.object({
    kind: z.enum(faultKinds),
    method: z.string().optional(),
    path: z.string(),
    times: z.number().optional(),
    ms: z.number().optional(),
    retryAfter: z.number().optional(),
  }),
  clearFaults: z.object({}),
  calls: z.object({ method: z.string().optional(), path: z.string().optional() }),
  forgetCalls: z.object({}),
  refusals: z.object({}),
  pauseWebhooks: z.object({ hold: z.boolean().optional() }),
  resumeWebhooks: z.object({ shuffle: z.number().optional() }),
  redeliverWebhooks: z.object({
    id: z.number().optional(),
    guid: z.string().optional(),
    event: z.string().optional(),
    missed: z.boolean().optional(),
  }),
  deliveries: z.object({ event: z.string().optional() }),
  webhooksIdle: z.object({}),
  webhookUrl: z.object({ url: z.string().nullable() }),
  permissions: z.object({ permissions: z.record(z.string(), z.enum(['read', 'write', 'admin'])) }),
  rename: z.object({ repository: z.string(), name: z.string() }),
  /** A person enters a code of the device flow, and confirms (or declines) that it is them. */
  enterCode: z.object({ code: z.string(), login: z.string(), allow: z.boolean().optional() }),
  /** Whether the App has the device flow enabled, and how often it may ask. */
  deviceFlow: z.object({ on: z.boolean(), intervalSeconds: z.number().positive().optional() }),
  /** Somebody changes their login; the number of the account stays. */
  renameAccount: z.object({ login: z.string(), name: z.string() }),
  /** Whether the App's installations are suspended. */
  suspend: z.object({ on: z.boolean() }),
  /** The scopes of the machine account's classic token; null makes it a fine-grained one. */
  tokenScopes: z.object({ scopes: z.array(z.string()).nullable() }),
  rateLimit: z.object({
    resource: z.enum(['core', 'graphql', 'search']),
    limit: z.number(),
    endsIn: z.number().optional(),
  }),
  repositories: z.object({}),
} as const;

export type RepositoryCommand = keyof typeof repositoryCommands;
export type RepositoryQuery = keyof typeof repositoryQueries;
export type WorldCommand = keyof typeof worldCommands;
export type CommandInput<Name extends RepositoryCommand> = z.infer<(typeof repositoryCommands)[Name]>;
export type QueryInput<Name extends RepositoryQuery> = z.infer<(typeof repositoryQueries)[Name]>;
export type WorldInput<Name extends WorldCommand> = z.infer<(typeof worldCommands)[Name]>;

import { z } from 'zod';
import { faultKinds } from '../http/faults.ts';

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
  closeIssue: z.object({ by: by.optional(), number: z.number() }),
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
  begin: z.object({ run }),
  finish: z.object({ run, conclusion }),
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
  breakUpload: z.object({ by, tag: z.string(), name: z.string() }),
  access: z.object({ login: z.string(), access: z.enum(['admin', 'maintain', 'write', 'triage', 'read', 'none']) }),
  environment: z.object({ name: z.string(), reviewers: z.array(z.string()).optional() }),
} as const;

/** What a test or a page reads of a repository, for its assertions. */
export const repositoryQueries = {
  log: z.object({ ref: z.string(), limit: z.number().optional() }),
  file: z.object({ ref: z.string(), path: z.string() }),
  commit: z.object({ sha: z.string() }),
  refs: z.object({ prefix: z.string().optional() }),
  releases: z.object({}),
  deployments: z.object({ environment: z.string().optional() }),
  pulls: z.object({ state: z.enum(['open', 'closed', 'all']).optional() }),
  pull: z.object({ number: z.number() }),
  issues: z.object({ state: z.enum(['open', 'closed', 'all']).optional() }),
  runs: z.object({
    workflow: z.string().optional(),
    sha: z.string().optional(),
    status: z.string().optional(),
    event: z.string().optional(),
  }),
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
  rateLimit: z.object({ resource: z.enum(['core', 'graphql', 'search']), limit: z.number() }),
  repositories: z.object({}),
} as const;

export type RepositoryCommand = keyof typeof repositoryCommands;
export type RepositoryQuery = keyof typeof repositoryQueries;
export type WorldCommand = keyof typeof worldCommands;
export type CommandInput<Name extends RepositoryCommand> = z.infer<(typeof repositoryCommands)[Name]>;
export type QueryInput<Name extends RepositoryQuery> = z.infer<(typeof repositoryQueries)[Name]>;
export type WorldInput<Name extends WorldCommand> = z.infer<(typeof worldCommands)[Name]>;

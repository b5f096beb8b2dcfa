import { z } from 'zod';

/** How the control shows things: plain, for assertions; the REST API has its own shapes. */
export const commitView = z.object({
  sha: z.string(),
  parents: z.array(z.string()),
  message: z.string(),
  author: z.string(),
  email: z.string(),
  at: z.string(),
});
export const pullView = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  draft: z.boolean(),
  author: z.string(),
  head: z.string(),
  base: z.string(),
  headSha: z.string(),
  labels: z.array(z.string()),
  milestone: z.string().nullable(),
  merged: z.object({ sha: z.string(), by: z.string() }).nullable(),
  reviews: z.array(z.object({ by: z.string(), state: z.string(), body: z.string() })),
  comments: z.array(z.object({ by: z.string(), body: z.string() })),
});
export const issueView = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  stateReason: z.string().nullable(),
  author: z.string(),
  labels: z.array(z.string()),
  milestone: z.string().nullable(),
  comments: z.array(z.object({ by: z.string(), body: z.string() })),
});
export const milestoneView = z.object({ title: z.string(), state: z.enum(['open', 'closed']) });
export const startableView = z.object({ file: z.string(), name: z.string(), inputs: z.array(z.string()) });
export const runView = z.object({
  id: z.number(),
  workflow: z.string(),
  event: z.string(),
  title: z.string(),
  sha: z.string(),
  branch: z.string().nullable(),
  actor: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  attempt: z.number(),
  inputs: z.record(z.string(), z.string()),
  jobs: z.array(z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable() })),
  artifacts: z.array(z.string()),
});
export const releaseView = z.object({
  id: z.number(),
  tag: z.string(),
  name: z.string().nullable(),
  body: z.string().nullable(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  immutable: z.boolean(),
  latest: z.boolean(),
  author: z.string(),
  assets: z.array(z.object({ name: z.string(), size: z.number() })),
});
export const deploymentView = z.object({
  id: z.number(),
  environment: z.string(),
  ref: z.string(),
  sha: z.string(),
  creator: z.string(),
  state: z.string(),
  statuses: z.array(z.string()),
});
export const refView = z.object({ ref: z.string(), sha: z.string(), commit: z.string(), annotated: z.boolean() });
/** Of the refs asked for the newest, and how many there are in all. */
export const newestRefsView = z.object({
  total: z.number(),
  refs: z.array(refView.extend({ at: z.string(), author: z.string(), subject: z.string() })),
});
export const pendingDeploymentView = z.object({ environment: z.string(), reviewers: z.array(z.string()) });
export const statusView = z.object({
  context: z.string(),
  state: z.string(),
  description: z.string().nullable(),
  by: z.string(),
});
export const checkView = z.object({
  id: z.number(),
  name: z.string(),
  app: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
});
export const rulesetView = z.object({
  id: z.number(),
  name: z.string(),
  target: z.string(),
  enforcement: z.string(),
  include: z.array(z.string()),
  rules: z.array(z.string()),
});
export const callView = z.object({
  id: z.number(),
  at: z.string(),
  method: z.string(),
  path: z.string(),
  query: z.record(z.string(), z.string()),
  body: z.unknown(),
  operation: z.string().nullable(),
  by: z.string().nullable(),
  status: z.number(),
  fault: z.string().nullable(),
});
export const refusalView = z.object({ method: z.string(), path: z.string(), status: z.number(), reason: z.string() });
export const deliveryView = z.object({
  id: z.number(),
  guid: z.string(),
  event: z.string(),
  action: z.string().nullable(),
  state: z.string(),
  statusCode: z.number(),
  redelivery: z.boolean(),
});
export const changeView = z.object({ id: z.number(), at: z.string(), repository: z.string(), what: z.string() });
export const repositoryView = z.object({ name: z.string(), defaultBranch: z.string(), people: z.array(z.string()) });

export type CommitView = z.infer<typeof commitView>;
export type PullView = z.infer<typeof pullView>;
export type IssueView = z.infer<typeof issueView>;
export type StartableView = z.infer<typeof startableView>;
export type RunView = z.infer<typeof runView>;
export type ReleaseView = z.infer<typeof releaseView>;
export type DeploymentView = z.infer<typeof deploymentView>;
export type RefView = z.infer<typeof refView>;
export type NewestRefsView = z.infer<typeof newestRefsView>;
export type PendingDeploymentView = z.infer<typeof pendingDeploymentView>;
export type StatusView = z.infer<typeof statusView>;
export type CheckView = z.infer<typeof checkView>;
export type RulesetView = z.infer<typeof rulesetView>;
export type ChangeView = z.infer<typeof changeView>;

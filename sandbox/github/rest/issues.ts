import { ApiError, validationFailed } from '../api-error.ts';
import { editBody, refuseLongBody } from '../domain/edit-issue.ts';
import { announceComment, announceIssue, setIssueState, setLabels } from '../domain/issue.ts';
import { closePull, newIssue, reopenPull } from '../domain/pull-request.ts';
import {
  presentComment,
  presentIssue,
  presentIssueEvent,
  presentLabel,
  presentLabels,
} from '../present/present-issue.ts';
import { presentMilestone } from '../present/present-milestone.ts';
import { apiUrl } from '../present/present-repository.ts';
import type { Account } from '../state/account.ts';
import type { Issue } from '../state/issue.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { type Call, created, found, type Handlers, ok } from './call.ts';
import { listPage } from './page.ts';

const issueOf = (repository: Repository, number: number): Issue => found(repository.issues.get(number));

const labelNames = (labels: readonly (string | { name?: string | undefined })[]): string[] =>
  labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? [])));

/** GitHub makes no issue for somebody who cannot be assigned: who has no access to the repository. */
function refuseAssignees(repository: Repository, logins: readonly (string | { login?: string | undefined })[]): void {
  for (const one of logins) {
    const login = typeof one === 'string' ? one : (one.login ?? '');
    if (!repository.access.has(login.toLowerCase()))
      throw validationFailed({ resource: 'Issue', field: 'assignees', code: 'invalid' });
  }
}

/** Accounts of logins; GitHub drops assignees that it does not know. */
const accountsOf = (world: World, logins: readonly (string | { login?: string | undefined })[]): Account[] =>
  logins.flatMap((one) => world.accounts.get((typeof one === 'string' ? one : (one.login ?? '')).toLowerCase()) ?? []);

async function setState(
  call: Call<unknown>,
  issue: Issue,
  state: 'open' | 'closed',
  reason: Issue['stateReason'],
): Promise<void> {
  const { world, repository, actor } = call;
  if (issue.state === state) return;
  const pull = repository.pulls.get(issue.number);
  if (pull !== undefined) return await (state === 'closed' ? closePull : reopenPull)(world, repository, actor, pull);
  setIssueState(world, repository, actor, issue, state, reason);
}

/** GitHub takes no text without a word in it where one is needed, and none beyond this length. */
function refuseText(resource: 'Issue' | 'IssueComment', body: string | null | undefined, title = 'given'): void {
  if (title.trim() === '') throw validationFailed({ resource, field: 'title', code: 'missing_field' });
  if (title.length > 256)
    throw validationFailed({
      resource,
      field: 'title',
      code: 'custom',
      message: 'title is too long (maximum is 256 characters)',
    });
  if (resource === 'IssueComment' && body?.trim() === '')
    throw validationFailed({ resource, field: 'body', code: 'unprocessable', message: "Body can't be blank" });
  if ((body ?? '').length > 65_536)
    throw validationFailed({
      resource,
      field: 'body',
      code: 'custom',
      message: 'body is too long (maximum is 65536 characters)',
    });
}

const mayWrite = ['admin', 'maintain', 'write'];

/** Whoever may not write edits what they wrote themselves; who may triage closes and labels besides. */
function refuseStranger({ repository, credential, actor }: Call<unknown>, issue: Issue, rewords: boolean): void {
  if (credential.kind !== 'person' || issue.user.id === actor.account.id) return;
  const access = repository.access.get(actor.account.login.toLowerCase()) ?? 'none';
  if (!mayWrite.includes(access) && (rewords || access !== 'triage'))
    throw new ApiError(403, 'Must have admin rights to Repository.');
}

/** `*`: in any, `none`: in no milestone; else the number of one. */
function inMilestone({ milestone }: Issue, wanted: unknown): boolean {
  if (wanted === undefined) return true;
  if (wanted === '*' || wanted === 'none') return (milestone === null) === (wanted === 'none');
  return String(milestone) === wanted;
}

/** The number of a milestone that is there; GitHub refuses any other. */
function milestoneNumber(repository: Repository, wanted: string | number | null): number | null {
  if (wanted === null || repository.milestones.some(({ number }) => number === Number(wanted)))
    return wanted === null ? null : Number(wanted);
  throw validationFailed({ resource: 'Issue', field: 'milestone', code: 'invalid' });
}

function matching(world: World, repository: Repository, args: Readonly<Record<string, unknown>>): Issue[] {
  const labels = typeof args['labels'] === 'string' ? args['labels'].toLowerCase().split(',') : [];
  const state = args['state'] ?? 'open';
  const since = typeof args['since'] === 'string' ? Date.parse(args['since']) : 0;
  const creator = typeof args['creator'] === 'string' ? world.accounts.get(args['creator'].toLowerCase()) : undefined;
  return [...repository.issues.values()]
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => inMilestone(issue, args['milestone']))
    .filter((issue) => labels.every((wanted) => issue.labels.some((label) => label.toLowerCase() === wanted)))
    .filter((issue) => issue.updatedAt.getTime() >= since && (creator === undefined || issue.user.id === creator.id))
    .sort((one, other) => other.number - one.number);
}

/** Issues; pull requests are among them, as on GitHub. */
export const issueHandlers: Handlers<'issues'> = {
  listForRepo: async (call) => {
    const { world, repository } = call;
    return await listPage(call, matching(world, repository, call.args), (issue) =>
      presentIssue(world, repository, issue),
    );
  },

  get: ({ world, repository, args }) => ok(presentIssue(world, repository, issueOf(repository, args.issue_number))),

  create: ({ world, repository, actor, args }) => {
    refuseText('Issue', args.body, String(args.title));
    refuseAssignees(repository, args.assignees ?? []);
    refuseLongBody(args.body);
    const milestone = milestoneNumber(repository, args.milestone ?? null);
    const issue = newIssue(world, repository, actor, String(args.title), args.body ?? null);
    issue.milestone = milestone;
    setLabels(world, repository, issue, labelNames(args.labels ?? []));
    issue.assignees = accountsOf(world, args.assignees ?? []);
    announceIssue(world, repository, actor, issue, 'opened');
    return created(presentIssue(world, repository, issue), apiUrl(world, repository, `/issues/${issue.number}`));
  },

  update: async (call) => {
    const { world, repository, actor, args } = call;
    const issue = issueOf(repository, args.issue_number);
    refuseStranger(call, issue, args.title !== undefined || args.body !== undefined);
    refuseLongBody(args.body);
    const before = { title: issue.title, body: issue.body };
    if (args.title !== undefined && args.title !== null) issue.title = String(args.title);
    if (args.body !== undefined) editBody(world, issue, actor.account, args.body);
    if (args.milestone !== undefined) issue.milestone = milestoneNumber(repository, args.milestone);
    if (args.labels !== undefined) setLabels(world, repository, issue, labelNames(args.labels));
    if (args.assignees !== undefined) issue.assignees = accountsOf(world, args.assignees);
    issue.updatedAt = world.now();
    const changes = {
      ...(issue.title === before.title ? {} : { title: { from: before.title } }),
      ...(issue.body === before.body ? {} : { body: { from: before.body ?? '' } }),
    };
    if (Object.keys(changes).length > 0) announceIssue(world, repository, actor, issue, 'edited', changes);
    if (args.state !== undefined)
      await setState(call, issue, args.state === 'closed' ? 'closed' : 'open', args.state_reason ?? null);
    return ok(presentIssue(world, repository, issue));
  },

  listComments: async (call) => {
    const { world, repository, args } = call;
    const issue = issueOf(repository, args.issue_number);
    const since = args.since === undefined ? 0 : Date.parse(args.since);
    const asked = issue.comments.filter(({ updatedAt }) => updatedAt.getTime() >= since);
    return await listPage(call, asked, (comment) => presentComment(world, repository, issue, comment));
  },

  listEvents: async (call) => {
    const { world, repository, args } = call;
    const issue = issueOf(repository, args.issue_number);
    return await listPage(call, issue.events, (event) => presentIssueEvent(world, repository, event));
  },

  createComment: ({ world, repository, actor, args }) => {
    const issue = issueOf(repository, args.issue_number);
    refuseText('IssueComment', args.body);
    const now = world.now();
    const comment = { id: world.nextId(), user: actor.account, body: args.body, createdAt: now, updatedAt: now };
    issue.comments.push(comment);
    announceComment(world, repository, actor, issue, comment, 'created');
    return created(presentComment(world, repository, issue, comment));
  },

  updateComment: ({ world, repository, actor, args }) => {
    for (const issue of repository.issues.values()) {
      const comment = issue.comments.find(({ id }) => id === args.comment_id);
      if (comment === undefined) continue;
      comment.body = args.body;
      comment.updatedAt = world.now();
      announceComment(world, repository, actor, issue, comment, 'edited');
      return ok(presentComment(world, repository, issue, comment));
    }
    throw new ApiError(404, 'Not Found');
  },

  addLabels: ({ world, repository, actor, args }) => {
    const issue = issueOf(repository, args.issue_number);
    setLabels(world, repository, issue, [...issue.labels, ...labelNames(args.labels ?? [])]);
    announceIssue(world, repository, actor, issue, 'labeled');
    return ok(presentLabels(world, repository, issue));
  },

  removeLabel: ({ world, repository, actor, args }) => {
    const issue = issueOf(repository, args.issue_number);
    const rest = issue.labels.filter((label) => label.toLowerCase() !== args.name.toLowerCase());
    if (rest.length === issue.labels.length) throw new ApiError(404, 'Label does not exist');
    issue.labels = rest;
    announceIssue(world, repository, actor, issue, 'unlabeled');
    return ok(presentLabels(world, repository, issue));
  },

  listLabelsForRepo: async (call) => {
    const { world, repository } = call;
    return await listPage(call, [...repository.labels.values()], (label) => presentLabel(world, repository, label));
  },

  createLabel: ({ world, repository, args }) => {
    if (repository.labels.has(args.name.toLowerCase())) {
      throw new ApiError(422, 'Validation Failed', [{ resource: 'Label', code: 'already_exists', field: 'name' }]);
    }
    const label = {
      id: world.nextId(),
      name: args.name,
      color: args.color ?? 'ededed',
      description: args.description ?? null,
    };
    repository.labels.set(args.name.toLowerCase(), label);
    return created(presentLabel(world, repository, label));
  },

  listMilestones: async (call) => {
    const { world, repository, args } = call;
    const state = args.state ?? 'open';
    const found = repository.milestones.filter((one) => state === 'all' || one.state === state);
    return await listPage(call, found, (one) => presentMilestone(world, repository, one));
  },
};

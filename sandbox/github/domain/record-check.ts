import { readCommit } from '../git/commits.ts';
import { presentCheckRun, presentSuite } from '../present/present-checks.ts';
import type { Actor } from '../state/account.ts';
import type { CheckApp, CheckOutput, CheckRun, CheckStatus, CheckSuite, Conclusion } from '../state/checks.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

/** A new check suite of an App on a commit. */
export function openSuite(
  world: World,
  repository: Repository,
  app: CheckApp,
  headSha: string,
  headBranch: string | null,
): CheckSuite {
  const now = world.now();
  const suite: CheckSuite = {
    id: world.nextId(),
    app,
    headSha,
    headBranch,
    status: 'queued',
    conclusion: null,
    createdAt: now,
    updatedAt: now,
  };
  repository.suites.push(suite);
  return suite;
}

/** The App's suite on a commit; opened when there is none. */
export function suiteOf(
  world: World,
  repository: Repository,
  app: CheckApp,
  sha: string,
  branch: string | null,
): CheckSuite {
  const found = repository.suites.find((suite) => suite.app.id === app.id && suite.headSha === sha);
  return found ?? openSuite(world, repository, app, sha, branch);
}

export interface CheckFields {
  readonly name?: string;
  readonly status?: CheckStatus;
  readonly conclusion?: Conclusion | null;
  readonly externalId?: string;
  readonly detailsUrl?: string | null;
  readonly output?: CheckOutput;
}

/** A new check run in a suite; a conclusion completes it at once. */
export async function openCheck(
  world: World,
  repository: Repository,
  actor: Actor,
  suite: CheckSuite,
  fields: CheckFields & { readonly name: string },
): Promise<CheckRun> {
  const check: CheckRun = {
    id: world.nextId(),
    suite,
    app: suite.app,
    headSha: suite.headSha,
    name: fields.name,
    status: 'queued',
    conclusion: null,
    externalId: fields.externalId ?? '',
    detailsUrl: fields.detailsUrl ?? null,
    output: fields.output ?? { title: null, summary: null, text: null },
    startedAt: null,
    completedAt: null,
  };
  repository.checks.push(check);
  change(world, check, fields);
  announceCheck(world, repository, actor, check, 'created');
  if (check.status === 'completed') announceCheck(world, repository, actor, check, 'completed');
  await settleSuite(world, repository, actor, suite);
  return check;
}

/** Changes a check run; a conclusion completes it. */
export async function changeCheck(
  world: World,
  repository: Repository,
  actor: Actor,
  check: CheckRun,
  fields: CheckFields,
): Promise<void> {
  const before = check.status;
  change(world, check, fields);
  if (check.status === 'completed' && before !== 'completed')
    announceCheck(world, repository, actor, check, 'completed');
  await settleSuite(world, repository, actor, check.suite);
}

function change(world: World, check: CheckRun, fields: CheckFields): void {
  check.name = fields.name ?? check.name;
  check.externalId = fields.externalId ?? check.externalId;
  check.detailsUrl = fields.detailsUrl ?? check.detailsUrl;
  check.output = fields.output ?? check.output;
  check.conclusion =
    fields.conclusion ?? (fields.status === undefined || fields.status === 'completed' ? check.conclusion : null);
  check.status = check.conclusion === null ? (fields.status ?? check.status) : 'completed';
  if (check.status !== 'queued') check.startedAt ??= world.now();
  check.completedAt = check.status === 'completed' ? (check.completedAt ?? world.now()) : null;
}

function announceCheck(world: World, repository: Repository, actor: Actor, check: CheckRun, action: string): void {
  world.announce({
    event: 'check_run',
    repository,
    actor,
    payload: { action, check_run: presentCheckRun(world, repository, check) },
  });
}

/** The worst of its checks is what a suite concludes with. */
const worst: readonly Conclusion[] = [
  'action_required',
  'timed_out',
  'cancelled',
  'failure',
  'startup_failure',
  'stale',
  'success',
  'neutral',
  'skipped',
];

async function settleSuite(world: World, repository: Repository, actor: Actor, suite: CheckSuite): Promise<void> {
  const checks = repository.checks.filter((check) => check.suite === suite);
  const done = checks.every((check) => check.status === 'completed');
  const was = suite.status;
  const begun = checks.some((check) => check.status === 'in_progress' || check.status === 'completed');
  suite.status = done ? 'completed' : begun ? 'in_progress' : 'queued';
  suite.conclusion = done ? (worst.find((one) => checks.some((check) => check.conclusion === one)) ?? 'neutral') : null;
  suite.updatedAt = world.now();
  if (!done || was === 'completed') return;
  const head = await readCommit(repository.git, suite.headSha);
  const payload = { action: 'completed', check_suite: presentSuite(world, repository, suite, head) };
  world.announce({ event: 'check_suite', repository, actor, payload });
}

import { ApiError } from '../api-error.ts';
import { type CheckFields, changeCheck, openCheck, suiteOf } from '../domain/record-check.ts';
import { readCommit } from '../git/commits.ts';
import { objectType } from '../git/refs.ts';
import { presentCheckRun, presentSuite } from '../present/present-checks.ts';
import type { CheckRun, CheckStatus, Conclusion } from '../state/checks.ts';
import { type Call, created, found, type Handlers, ok } from './call.ts';
import { commitOf } from './commits.ts';
import { listPage } from './page.ts';

interface Given {
  readonly name?: string | undefined;
  readonly status?: CheckStatus | undefined;
  readonly conclusion?: Conclusion | undefined;
  readonly external_id?: string | undefined;
  readonly details_url?: string | undefined;
  readonly output?: { title?: string | undefined; summary: string; text?: string | undefined } | undefined;
}

function fieldsOf(args: Given): CheckFields {
  if (args.status === 'completed' && args.conclusion === undefined) {
    throw new ApiError(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.');
  }
  return {
    ...(args.name === undefined ? {} : { name: args.name }),
    ...(args.status === undefined ? {} : { status: args.status }),
    ...(args.conclusion === undefined ? {} : { conclusion: args.conclusion }),
    ...(args.external_id === undefined ? {} : { externalId: args.external_id }),
    ...(args.details_url === undefined ? {} : { detailsUrl: args.details_url }),
    ...(args.output === undefined
      ? {}
      : { output: { title: args.output.title ?? null, summary: args.output.summary, text: args.output.text ?? null } }),
  };
}

/** Only an App may write checks. */
function appOf({ actor }: Call<unknown>) {
  if (actor.via !== 'app' || actor.appId === undefined) {
    throw new ApiError(403, 'You must authenticate via a GitHub App.');
  }
  const slug = actor.account.login.replace('[bot]', '');
  return { id: actor.appId, slug, name: slug };
}

/** Of each App and name the newest, unless all are asked for. */
function latest(checks: readonly CheckRun[], filter: string | undefined): CheckRun[] {
  if (filter === 'all') return [...checks].reverse();
  return [...new Map(checks.map((check) => [`${check.app.id}/${check.name}`, check])).values()].reverse();
}

/** Check runs and suites. */
export const checkHandlers: Handlers<'checks'> = {
  create: async (call) => {
    const { world, repository, actor, args } = call;
    const app = appOf(call);
    if ((await objectType(repository.git, args.head_sha)) !== 'commit') {
      throw new ApiError(422, `No commit found for SHA: ${args.head_sha}`);
    }
    const suite = suiteOf(world, repository, app, args.head_sha, null);
    const check = await openCheck(world, repository, actor, suite, { ...fieldsOf(args), name: args.name });
    return created(presentCheckRun(world, repository, check));
  },

  update: async (call) => {
    const { world, repository, actor, args } = call;
    const check = found(repository.checks.find(({ id }) => id === args.check_run_id));
    const { id } = appOf(call);
    if (id !== check.app.id) {
      const owned = 'check run can only be modified by the GitHub App that created it.';
      throw new ApiError(403, `Invalid app_id \`${id}\` - ${owned}`);
    }
    await changeCheck(world, repository, actor, check, fieldsOf(args));
    return ok(presentCheckRun(world, repository, check));
  },

  get: ({ world, repository, args }) =>
    ok(presentCheckRun(world, repository, found(repository.checks.find(({ id }) => id === args.check_run_id)))),

  listForRef: async (call) => {
    const { world, repository, args } = call;
    const sha = await commitOf(repository, args.ref);
    const checks = repository.checks.filter(
      (check) =>
        check.headSha === sha &&
        (args.check_name === undefined || check.name === args.check_name) &&
        (args.app_id === undefined || check.app.id === args.app_id),
    );
    const shown = latest(checks, args.filter).filter(
      ({ status }) => args.status === undefined || status === args.status,
    );
    return await listPage(call, shown, (check) => presentCheckRun(world, repository, check), 'check_runs');
  },

  listSuitesForRef: async (call) => {
    const { world, repository, args } = call;
    const sha = await commitOf(repository, args.ref);
    const head = await readCommit(repository.git, sha);
    const suites = repository.suites.filter(
      (suite) => suite.headSha === sha && (args.app_id === undefined || suite.app.id === args.app_id),
    );
    return await listPage(call, suites, (suite) => presentSuite(world, repository, suite, head), 'check_suites');
  },
};

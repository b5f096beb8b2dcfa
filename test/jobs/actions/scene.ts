import { expect, onTestFinished, vi } from 'vitest';
import { githubClient } from '../../../sandbox/github/client.ts';
import { acmeRepositories, people, teams } from '../../../sandbox/github/seed.ts';
import { startGitHub } from '../../../sandbox/github/start-github.ts';
import { branchesOn } from '../../../src/adapters/github/branches.ts';
import { changesOn } from '../../../src/adapters/github/changes.ts';
import { changesForNotesOn } from '../../../src/adapters/github/changes-for-notes.ts';
import { createGitHub } from '../../../src/adapters/github/client.ts';
import { contentsOn } from '../../../src/adapters/github/contents.ts';
import { pullRequestListsOn } from '../../../src/adapters/github/pull-request-lists.ts';
import { pullRequestsOn } from '../../../src/adapters/github/pull-requests.ts';
import { statusesOn } from '../../../src/adapters/github/statuses.ts';
import { tagsOn } from '../../../src/adapters/github/tags.ts';
import { workflowsOn } from '../../../src/adapters/github/workflows.ts';
import { type CreateTagClient, createTag } from '../../../src/jobs/actions/create-tag.ts';
import { type MergeBackClient, mergeBack } from '../../../src/jobs/actions/merge-back.ts';
import { type MergePullRequestClient, mergePullRequest } from '../../../src/jobs/actions/merge-pull-request.ts';
import { type OpenPullRequestClient, openPullRequest } from '../../../src/jobs/actions/open-pull-request.ts';
import { type RequestReviewClient, requestReview } from '../../../src/jobs/actions/request-review.ts';
import type { StepOutcome } from '../../../src/jobs/step-outcome.ts';
import { workOf } from '../../../src/jobs/step-work.ts';
import type { Facts, ReleaseEvent } from '../../../src/release/events.ts';
import { plannedStep, type Release } from '../../../src/release/release.ts';
import { sharedPauses } from '../../adapters/github/scripted-github.ts';
import { completed, releaseAfter, signed, upTo } from '../../release/given.ts';

type ActionClient = OpenPullRequestClient &
  RequestReviewClient &
  MergePullRequestClient &
  CreateTagClient &
  MergeBackClient;

vi.setConfig({ testTimeout: 60_000 }); // git works behind the local GitHub: slow where many tests share a machine

/** How long after the step began the action looks, when nothing else is said. */
const soon = 60_000;

async function perform(client: ActionClient, release: Release, id: string, after: number): Promise<StepOutcome> {
  const planned = plannedStep(release, id);
  if (planned === undefined || !('action' in planned.step)) throw new Error(`${id} is no action`);
  const { since } = release.steps[id] ?? {};
  const work = workOf(release, planned, new Date((since ?? new Date()).getTime() + after));
  const { step } = planned;
  if (step.action === 'open-pull-request') return await openPullRequest(client, { ...work, step });
  if (step.action === 'request-review') return await requestReview(client, { ...work, step });
  if (step.action === 'merge-pull-request') return await mergePullRequest(client, { ...work, step });
  if (step.action === 'create-tag') return await createTag(client, { ...work, step });
  if (step.action === 'merge-back') return await mergeBack(client, { ...work, step });
  throw new Error(`${step.action} is tried elsewhere`);
}

/** For one test: the local GitHub with acme/billing at v1.4.2 and ten commits in dev, and Slipway's clients on it, as a token's user or as the App. */
export async function scene(as: 'token' | 'app' = 'token') {
  const server = await startGitHub({ repositories: acmeRepositories(), people, teams });
  const credentials =
    as === 'token' ? { token: server.token } : { appId: String(server.appId), privateKey: server.privateKey };
  const pauses = sharedPauses();
  const github = createGitHub({ credentials, baseUrl: server.url, pauses });
  const client = {
    ...branchesOn(github),
    ...changesOn(github),
    ...changesForNotesOn(github),
    ...contentsOn(github),
    ...pullRequestListsOn(github),
    ...pullRequestsOn(github),
    ...statusesOn(github),
    ...tagsOn(github),
    ...workflowsOn(github),
  };
  const control = githubClient(server.controlUrl);
  onTestFinished(async () => {
    const refusals = await control.refusals();
    await server.stop();
    expect(refusals).toEqual([]); // no request was made that GitHub's description does not know
  });
  const billing = control.repository('acme/billing');

  async function tip(branch: string): Promise<string> {
    const [newest] = await billing.log(branch, 1);
    if (newest === undefined) throw new Error(`${branch} has no commit`);
    return newest.sha;
  }

  /** The action of a step, once, on a release after these events. */
  const acts = (step: string, events: readonly ReleaseEvent[], after = soon) =>
    perform(client, releaseAfter(...events), step, after);

  /** The events of a release whose pull request is open on GitHub, opened by Slipway. */
  async function opened(): Promise<readonly ReleaseEvent[]> {
    const outcome = await acts('pr', upTo.ready());
    return [...upTo.ready(), completed('pr', factsOf(outcome))];
  }

  /** Like opened, with all done that the merge waits for. */
  async function approved(): Promise<readonly ReleaseEvent[]> {
    const approval = signed('U-lena', await tip('dev'));
    return [...(await opened()), completed('ci-green'), completed('request-review'), approval];
  }

  /** Like approved, and merged into main by Slipway. */
  async function merged(): Promise<readonly ReleaseEvent[]> {
    const ready = await approved();
    return [...ready, completed('merged', factsOf(await acts('merged', ready)))];
  }

  return {
    server,
    control,
    billing,
    client,
    pauses,
    acts,
    opened,
    approved,
    merged,
    tip,
    /** Writes that GitHub was asked for, such as `POST /repos/acme/billing/pulls`. */
    async writes(): Promise<readonly string[]> {
      const calls = await control.calls();
      return calls.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
    },
  };
}

/** The facts of an outcome that completes its step. */
export function factsOf(outcome: StepOutcome): Facts {
  expect(outcome).toMatchObject({ kind: 'completed' });
  return outcome.kind === 'completed' ? (outcome.facts ?? {}) : {};
}

/** What a promise was rejected with; undefined when it was not. */
export const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

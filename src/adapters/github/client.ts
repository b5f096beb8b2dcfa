import { Octokit } from '@octokit/rest';
import type { Span } from '../tracing.ts';
import { openDoor } from './door.ts';
import { EtagCache } from './etag-cache.ts';
import { type Authorization, type Credentials, type Granted, type Identity, identify } from './identity.ts';
import { budgetOn, type Pauses, type Resource } from './rate-budget.ts';

/**
 * The REST API version that every request pins. The oldest that GitHub serves, and the only one that GitHub Enterprise
 * Server knows; `return_run_details` of workflow_dispatch is optional in it.
 */
export const apiVersion = '2022-11-28';

/** Milliseconds that one request may take before it counts as an outage. */
const requestTimeout = 10_000;
/** Answers kept for conditional requests, per process. */
const keptAnswers = 300;

export interface GitHubOptions {
  readonly credentials: Credentials;
  /** The REST root without a trailing slash; GitHub's own when left out. */
  readonly baseUrl?: string | undefined;
  /** Shared by all processes, so that one that is told to wait makes the others wait. */
  readonly pauses: Pauses;
  readonly now?: () => Date;
  /** Told of deprecations that GitHub announces. */
  readonly warn?: (message: string) => void;
  /** Each request is a span, named after its route; none without it. */
  readonly span?: Span;
  /** Told what each answer says is left of a budget. */
  readonly budgetLeft?: (resource: Resource, requests: number) => void;
}

/**
 * The one door to GitHub. Every request through its Octokits is pinned to {@link apiVersion}, bounded in time, sent with
 * the ETag of its last answer, and held back while a rate limit pauses its identity. It is sent once: retries belong
 * to the effects, after a look. GraphQL passes the same door.
 *
 * Requests throw `Outage` (network, timeout, 5xx, rate limit with `retryAt`) or `RefusedOutside` (any other 4xx); a
 * status that is an expected answer is caught by `expecting`. Answers are the caller's own copy.
 */
export interface GitHub {
  /** The Octokit for `owner/name`. As an App it speaks as the installation there, which is looked up once. */
  octokitFor(repository: string): Promise<Octokit>;
  /** The login that GitHub shows for what Slipway does on a repository; of an App `<slug>[bot]`. */
  login(): Promise<string>;
  /** What this identity may do on `owner/name`, as far as GitHub says. */
  granted(repository: string): Promise<Granted>;
  /** The same GitHub with another bound for each request, in milliseconds: for a path on which a person waits. */
  within(milliseconds: number): GitHub;
}

/** The owner and name that Octokit's methods want, of `owner/name`. */
export function named(repository: string): { owner: string; repo: string } {
  const [owner, repo, ...rest] = repository.split('/');
  if (owner === undefined || repo === undefined || owner === '' || repo === '' || rest.length > 0)
    throw new Error(`${repository} is not owner/name.`);
  return { owner, repo };
}

const silent = (): void => {};

/** Opens the door with one identity. Constructed once a process; it does no request before the first use. */
export function createGitHub(options: GitHubOptions): GitHub {
  const { credentials, baseUrl, pauses, now, warn, budgetLeft, span = (_, __, work) => work() } = options;
  const budget = budgetOn(pauses, now ?? (() => new Date()), budgetLeft);
  const cache = new EtagCache(keptAnswers);
  const log = { debug: silent, info: silent, warn: warn ?? silent, error: silent }; // what fails is thrown, not logged
  const base = (baseUrl ?? 'https://api.github.com').replace(/\/+$/, '');

  function octokitOf(scope: string, authorization: Authorization, timeout: number): Octokit {
    const octokit = new Octokit({ baseUrl: base, userAgent: 'slipway', log, request: { log } });
    openDoor(octokit, { scope, authorization, budget, cache, timeout, apiVersion, span });
    return octokit;
  }

  const identity: Identity = identify(credentials, (scope, authorization) =>
    octokitOf(scope, authorization, requestTimeout),
  );

  function githubWithin(timeout: number): GitHub {
    const octokits = new Map<string, Octokit>();
    return {
      async octokitFor(repository) {
        const { scope, authorization } = await identity.on(named(repository));
        const octokit = octokits.get(scope) ?? octokitOf(scope, authorization, timeout);
        octokits.set(scope, octokit);
        return octokit;
      },
      login: () => identity.login(),
      granted: (repository) => identity.granted(named(repository)),
      within: githubWithin,
    };
  }
  return githubWithin(requestTimeout);
}

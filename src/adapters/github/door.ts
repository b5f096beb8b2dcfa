import type { Octokit } from '@octokit/rest';
import type { Span } from '../tracing.ts';
import { type Answer, type Asked, judgeOf, notModified, type RequestOptions, resourceOf } from './answers.ts';
import type { EtagCache } from './etag-cache.ts';
import type { Authorization, Authorized } from './identity.ts';
import type { Budget } from './rate-budget.ts';

export interface DoorOptions {
  /** Pauses and kept answers are this identity's own. */
  readonly scope: string;
  readonly authorization: Authorization;
  readonly budget: Budget;
  readonly cache: EtagCache;
  /** Milliseconds for one request, without what it takes to get a token. */
  readonly timeout: number;
  readonly apiVersion: string;
  readonly span: Span;
}

function boundOf({ request }: RequestOptions, timeout: number): AbortSignal {
  const own: unknown = request['signal'];
  const bound = AbortSignal.timeout(timeout);
  return own instanceof AbortSignal ? AbortSignal.any([own, bound]) : bound;
}

/** Such as `/repos/{owner}/{repo}/pulls`, without what stands in its places; the address of a next page has them filled in. */
function routeOf({ url }: RequestOptions): string {
  return url.startsWith('/') ? url : '(next page)';
}

/** Puts every request of an Octokit through the rules that `GitHub` promises. */
export function openDoor(octokit: Octokit, options: DoorOptions): void {
  const { scope, authorization, budget, cache, timeout, apiVersion, span } = options;
  const judge = judgeOf(scope, budget);

  /** Changes the options in place: the hooks of Octokit's plugins hand on the object that they were given. */
  function prepare(asking: RequestOptions, etag: string | undefined, allowed: Authorized | undefined): void {
    asking.headers = {
      ...asking.headers,
      'x-github-api-version': apiVersion,
      ...(allowed === undefined ? {} : { authorization: allowed.header }),
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
    };
    asking.request = { ...asking.request, signal: boundOf(asking, timeout) };
  }

  octokit.hook.wrap('request', async (request, asking): Promise<Answer> => {
    const { url, method, headers } = octokit.request.endpoint.parse(asking);
    const path = new URL(url).pathname;
    const asked: Asked = { method, path, resource: resourceOf(path) };
    await budget.check(scope, asked.resource);
    const key = `${scope} ${headers['accept'] ?? ''} ${url}`;
    const kept = method === 'GET' ? cache.find(key) : undefined;
    const allowed = await authorization();
    prepare(asking, kept?.etag, allowed);
    const send = async (): Promise<{ readonly answer: Answer; readonly isNews: boolean }> => {
      try {
        return { answer: await request(asking), isNews: true };
      } catch (error) {
        if (kept !== undefined && notModified(error)) return { answer: kept.answer, isNews: false };
        throw error;
      }
    };
    const { answer, isNews } = await span(`github ${method} ${routeOf(asking)}`, {}, send).catch(async (error) => {
      throw await judge.failure(error, { ...asked, issuedAt: allowed?.issuedAt });
    });
    if (!isNews) return answer;
    await judge.success(answer, asked);
    if (method === 'GET') cache.keep(key, answer);
    return answer;
  });
}

import type { Octokit } from '@octokit/rest';
import { type Answer, type Asked, judgeOf, notModified, type RequestOptions, resourceOf } from './answers.ts';
import type { EtagCache } from './etag-cache.ts';
import type { Budget } from './rate-budget.ts';

export interface DoorOptions {
  /** Pauses and kept answers are this identity's own. */
  readonly scope: string;
  /** The header of each request; looked up anew because tokens of installations expire. */
  readonly authorization: () => Promise<string | undefined>;
  readonly budget: Budget;
  readonly cache: EtagCache;
  /** Milliseconds for one request, without what it takes to get a token. */
  readonly timeout: number;
  readonly apiVersion: string;
}

function boundOf({ request }: RequestOptions, timeout: number): AbortSignal {
  const own: unknown = request['signal'];
  const bound = AbortSignal.timeout(timeout);
  return own instanceof AbortSignal ? AbortSignal.any([own, bound]) : bound;
}

/** Puts every request of an Octokit through the rules that `GitHub` promises. */
export function openDoor(octokit: Octokit, options: DoorOptions): void {
  const { scope, authorization, budget, cache, timeout, apiVersion } = options;
  const judge = judgeOf(scope, budget);

  /** Changes the options in place: the hooks of Octokit's plugins hand on the object that they were given. */
  async function prepare(asking: RequestOptions, etag: string | undefined): Promise<void> {
    const allowed = await authorization();
    asking.headers = {
      ...asking.headers,
      'x-github-api-version': apiVersion,
      ...(allowed === undefined ? {} : { authorization: allowed }),
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
    await prepare(asking, kept?.etag);
    let answer: Answer;
    try {
      answer = await request(asking);
    } catch (error) {
      if (kept !== undefined && notModified(error)) return kept.answer;
      throw await judge.failure(error, asked);
    }
    await judge.success(answer, asked);
    if (method === 'GET') cache.keep(key, answer);
    return answer;
  });
}

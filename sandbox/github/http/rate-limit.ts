import { ApiError } from '../api-error.ts';

export type Resource = 'core' | 'graphql' | 'search';

interface Window {
  used: number;
  reset: number;
}

/** GitHub's budget per hour and identity: an installation's, a person's. */
const usualLimit: Readonly<Record<Resource, number>> = { core: 5000, graphql: 5000, search: 30 };
const windowSeconds = 3600;

/** Counts requests per identity and hour. */
export function createRateLimits(now: () => Date) {
  const windows = new Map<string, Window>();
  const limits: Record<Resource, number> = { ...usualLimit };

  const windowOf = (key: string, resource: Resource): Window => {
    const seconds = Math.floor(now().getTime() / 1000);
    const found = windows.get(`${resource}/${key}`);
    if (found !== undefined && found.reset > seconds) return found;
    const fresh = { used: 0, reset: seconds + windowSeconds };
    windows.set(`${resource}/${key}`, fresh);
    return fresh;
  };

  const status = (key: string, resource: Resource) => {
    const { used, reset } = windowOf(key, resource);
    return { limit: limits[resource], used, remaining: Math.max(0, limits[resource] - used), reset, resource };
  };

  const headers = (key: string, resource: Resource): Record<string, string> => {
    const { limit, used, remaining, reset } = status(key, resource);
    return {
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': String(remaining),
      'X-RateLimit-Used': String(used),
      'X-RateLimit-Reset': String(reset),
      'X-RateLimit-Resource': resource,
    };
  };

  return {
    limits,
    status,
    headers,
    /** Takes one from the budget; throws the 403 of an empty one. */
    take(key: string, resource: Resource): void {
      const window = windowOf(key, resource);
      if (window.used >= limits[resource]) {
        throw new ApiError(403, `API rate limit exceeded for ${key}.`, undefined, headers(key, resource));
      }
      window.used += 1;
    },
    /** Ends the hours that have begun in so many seconds. */
    endIn(resource: Resource, seconds: number): void {
      const reset = Math.floor(now().getTime() / 1000) + seconds;
      for (const [of, window] of windows) if (of.startsWith(`${resource}/`)) window.reset = reset;
    },
    /** Gives one back: a 304 costs nothing. */
    giveBack(key: string, resource: Resource): void {
      const window = windowOf(key, resource);
      window.used = Math.max(0, window.used - 1);
    },
  };
}

export type RateLimits = ReturnType<typeof createRateLimits>;

/** The answer of a secondary limit: wait `retryAfter` seconds. */
export const secondaryLimit = (status: 403 | 429, retryAfter: number): ApiError =>
  new ApiError(
    status,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    undefined,
    { 'Retry-After': String(retryAfter) },
  );

import type { Tier } from './method.ts';

/** Slack's limits, when they are switched on. Counted per method over the app, as Slack does. */
export interface RateLimits {
  on: boolean;
  /** Counts a call; seconds to wait when it is one too many. */
  readonly refuse: (method: string, tier: Tier, channel: string | undefined) => number | undefined;
}

const minute = 60_000;
/** The whole workspace's cap on messages a minute: "several hundred". */
export const postsPerMinute = 300;
/** Calls a minute. */
const perMinute = { 2: 20, 3: 50, 4: 100, post: postsPerMinute, ample: 600 } as const;
/** Messages that a channel takes at once before 1 a second holds. */
const channelBurst = 3;

/** Limits over `now` (milliseconds). */
export function createRateLimits(now: () => number): RateLimits {
  const calls = new Map<string, number[]>();
  const channels = new Map<string, { tokens: number; at: number }>();

  function channelWait(channel: string): number | undefined {
    const at = now();
    const last = channels.get(channel) ?? { tokens: channelBurst, at };
    const tokens = Math.min(channelBurst, last.tokens + (at - last.at) / 1000);
    if (tokens < 1) return Math.max(1, Math.ceil(1 - tokens));
    channels.set(channel, { tokens: tokens - 1, at });
    return undefined;
  }

  function methodWait(method: string, tier: Tier): number | undefined {
    const at = now();
    const recent = (calls.get(method) ?? []).filter((one) => one > at - minute);
    calls.set(method, recent);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= perMinute[tier]) {
      return Math.max(1, Math.ceil((oldest + minute - at) / 1000));
    }
    recent.push(at);
    return undefined;
  }

  const limits: RateLimits = {
    on: false,
    refuse: (method, tier, channel) => {
      if (!limits.on) return undefined;
      const wait = tier === 'post' && channel !== undefined ? channelWait(channel) : undefined;
      return wait ?? methodWait(method, tier);
    },
  };
  return limits;
}

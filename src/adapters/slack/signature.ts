import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const windowSeconds = 5 * 60; // https://docs.slack.dev/authentication/verifying-requests-from-slack
/** Of one generation: some 10 MB. More than 160 requests a second are forgotten earlier here, not in the store. */
const mostRemembered = 100_000;

export type Judged =
  | { readonly kind: 'genuine'; readonly signature: string }
  | { readonly kind: 'refused'; readonly status: 401 | 409; readonly why: string };

const refused = (status: 401 | 409, why: string): Judged => ({ kind: 'refused', status, why });

/** Judges whether a request comes from Slack, now, and for the first time in this process. */
export interface Signatures {
  judge(headers: IncomingHttpHeaders, body: Buffer): Judged;
  /** Lets a request come again: what it asked for failed here, and Slack tries again. */
  readmit(signature: string): void;
}

/**
 * Remembers signatures for as long as a request may be old. What reaches another process is dropped there: a command or
 * click by `isNewOf`, a submission by the cause of what it appends.
 */
export function slackSignatures(secret: string, now: () => Date): Signatures {
  let seen = new Set<string>();
  let seenBefore = new Set<string>(); // two generations, each twice the window long
  let turned = 0;

  function genuine(signature: string, at: string, body: Buffer): boolean {
    const ours = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex')}`);
    const theirs = Buffer.from(signature);
    return ours.length === theirs.length && timingSafeEqual(ours, theirs);
  }

  return {
    judge(headers, body) {
      const { 'x-slack-signature': signature, 'x-slack-request-timestamp': at } = headers;
      if (typeof signature !== 'string' || typeof at !== 'string' || !/^\d{1,12}$/.test(at))
        return refused(401, 'unsigned');
      const seconds = Math.floor(now().getTime() / 1000);
      if (Math.abs(seconds - Number(at)) > windowSeconds) return refused(401, 'too old, or from the future');
      if (!genuine(signature, at, body)) return refused(401, 'wrong signature');
      if (seconds - turned > 2 * windowSeconds || seen.size >= mostRemembered) {
        seenBefore = seen;
        seen = new Set();
        turned = seconds;
      }
      if (seen.has(signature) || seenBefore.has(signature)) return refused(409, 'came before');
      seen.add(signature);
      return { kind: 'genuine', signature };
    },
    readmit(signature) {
      seen.delete(signature);
      seenBefore.delete(signature);
    },
  };
}

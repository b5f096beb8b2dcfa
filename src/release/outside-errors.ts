import { withoutTokens } from './token-shapes.ts';

/** Slack or GitHub could not be reached, answered 5xx or limits the rate: trying again later is right. */
export class Outage extends Error {
  override readonly name = 'Outage';
  /** Not before this time, where the other side said so. */
  readonly retryAt: Date | undefined;
  constructor(message: string, retryAt?: Date, cause?: unknown) {
    super(withoutTokens(message), { cause });
    this.retryAt = retryAt;
  }
}

/** Slack or GitHub said no for good: repeating the same request cannot succeed. */
export class RefusedOutside extends Error {
  override readonly name = 'RefusedOutside';
  /** What a person can do about it. */
  readonly remedy: string;
  /** HTTP status, or Slack's error code. */
  readonly code: string;
  constructor(message: string, remedy: string, code: string, cause?: unknown) {
    super(withoutTokens(message), { cause });
    this.remedy = remedy;
    this.code = code;
  }
}

/** The store broke off while something was recorded, and does not tell whether it was. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

import type { Button } from '@slack/types';

/** The lines of a message; the first says all of it, because phones show no more. */
export interface Told {
  readonly lines: readonly string[];
  /** The step whose buttons stand below. */
  readonly button?: string;
  /** The steps that people are asked for by it: their buttons stand below. */
  readonly asks?: readonly string[];
  readonly buttons?: readonly Button[];
}

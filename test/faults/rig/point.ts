/** A moment in which a process waits for the world outside: the awaits that a crash can fall between. */
export interface Point {
  /** Which process waits. */
  readonly process: string;
  readonly to: 'slack' | 'github' | 'store';
  /** `POST /repos/acme/billing/pulls`, `chat.postMessage`, or the beginning of a statement. */
  readonly what: string;
}

/** What befalls a process at a point. */
export type Blow =
  | { readonly kind: 'none' }
  /** kill -9 before the other side hears of it, or after it has done its part and before the answer arrives. */
  | { readonly kind: 'die-before' | 'die-after' }
  /** The connection breaks before the other side hears of it, or after it has done its part. */
  | { readonly kind: 'reset-before' | 'reset-after' }
  /** The answer of what was done gets lost, in a broken connection or behind another status; that something was refused arrives. */
  | { readonly kind: 'lose'; readonly by: 'reset' | 502 }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Waits on its way until something has happened, or (`after`) its answer does: for what falls between a look and an act. */
  | { readonly kind: 'until'; readonly done: Promise<unknown>; readonly after?: boolean }
  /** Another answer than the other side's, which hears nothing (`before`) or has done its part (`after`). */
  | {
      readonly kind: 'answer';
      readonly when: 'before' | 'after';
      readonly status: number;
      readonly retryAfter?: number;
    };

/** Decides what happens at a point. */
export type Fate = (point: Point) => Blow;

export const nothing: Blow = { kind: 'none' };

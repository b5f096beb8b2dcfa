/** The last known event of a stream. */
export interface Tail {
  readonly version: number;
  readonly hash: Buffer;
}

/**
 * Remembers the last events of the streams used lately. Events never change, so what it says about a version holds for
 * ever; only that there is no later one may have ceased to be true.
 */
export class RecentTails {
  readonly #most: number;
  readonly #tails = new Map<string, Tail>();

  constructor(most: number) {
    this.#most = most;
  }

  get(stream: string): Tail | undefined {
    return this.#tails.get(stream);
  }

  /** Keeps the later of what is known and what is told, and forgets the stream told longest ago when there are too many. */
  tell(stream: string, tail: Tail): void {
    const known = this.#tails.get(stream);
    this.#tails.delete(stream);
    this.#tails.set(stream, known !== undefined && known.version > tail.version ? known : tail);
    if (this.#tails.size <= this.#most) return;
    for (const oldest of this.#tails.keys()) {
      this.#tails.delete(oldest);
      return;
    }
  }
}

import pg from 'pg';

/** So long nobody asks a store that did not answer in time, in milliseconds. */
const restMs = 500;
const timedOut = /timeout/i; // the words of pg and pg-pool, which have no codes

function isTimeout(error: unknown): boolean {
  return error instanceof Error && !(error instanceof pg.DatabaseError) && timedOut.test(error.message);
}

type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: (error?: Error) => void) => void;

/**
 * A pool that remembers when its server did not answer in time: a silent one costs one statement its patience, and the
 * others nothing. For half a second everything fails at once, then one statement at a time is sent to see whether the
 * server is back. A server that refuses connections needs no such care: it answers at once.
 *
 * For pools whose clients are borrowed for a statement, as `query` does, and not for long.
 */
export class ImpatientPool extends pg.Pool {
  #silent = false;
  #askAgainAt = 0;
  #asking = false;

  constructor(config: pg.PoolConfig) {
    super(config);
    this.on('release', (error) => this.#heard(error)); // null where it is done
  }

  /** @param outcome of a statement, or of trying to connect; no error where it is done. */
  #heard(outcome: unknown): void {
    this.#asking = false;
    if (isTimeout(outcome)) {
      this.#silent = true;
      this.#askAgainAt = performance.now() + restMs;
    } else if (!(outcome instanceof Error) || outcome instanceof pg.DatabaseError) this.#silent = false;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(connected: Connected): void;
  override connect(connected?: Connected): Promise<pg.PoolClient> | undefined {
    if (connected === undefined)
      return new Promise((resolve, reject) => {
        this.connect((error, client) => (client === undefined ? reject(error) : resolve(client)));
      });
    if (this.#silent && (this.#asking || performance.now() < this.#askAgainAt)) {
      const error = new Error('No connection: the store did not answer a moment ago.');
      queueMicrotask(() => connected(error, undefined, () => undefined));
      return undefined;
    }
    this.#asking = this.#silent;
    super.connect((error, client, done) => {
      if (error instanceof Error) this.#heard(error);
      connected(error, client, done);
    });
    return undefined;
  }
}

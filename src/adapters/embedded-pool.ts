import { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

/** Makes pools on one embedded database; a schema is chosen with `options: '-c search_path=…'`, as on a server. */
export type MakePool = (config?: pg.PoolConfig) => pg.Pool;

/**
 * node-postgres over an embedded PGlite, with its own parsers, errors and cursors: the same code path as PostgreSQL.
 *
 * PGlite has one session, which is lent to one connection at a time, so five things differ from a server: named
 * prepared statements of two connections collide (those of one that ended are forgotten), session advisory locks are
 * re-entrant, SET outlives its connection, UNLISTEN ends everybody's LISTEN, and readers wait for writers. A pool that
 * names its statements has one connection; more would not be quicker.
 *
 * @param patience after so many milliseconds an open transaction is rolled back and its client dropped, because
 * everybody else waits for it.
 */
export function embeddedPool(db: PGlite, patience = 10_000): MakePool {
  const session = new Session(db);
  return (config) => new pg.Pool({ ...config, stream: () => new Connection(session, patience) });
}

/** A transaction was rolled back; it may have been committed just before. */
class HeldTooLong extends Error {
  /** As of a socket that broke off, so that `storeDown` and `mayBeDone` know it. */
  readonly code = 'ECONNABORTED';
  constructor(patience: number) {
    super(`A transaction held the embedded store for ${patience} ms; it was rolled back.`);
  }
}

/** What a server answers to a startup packet: authenticated, UTF-8, no key to cancel with, ready. */
const welcome = Buffer.from(
  ['R\0\0\0\x08\0\0\0\0', 'S\0\0\0\x19client_encoding\0UTF8\0', 'K\0\0\0\x0c\0\0\0\0\0\0\0\0', 'Z\0\0\0\x05I'].join(''),
  'latin1',
);
/** Query, Sync, Flush: the messages of a client that are owed an answer now. */
const wantsAnswer = new Set(['Q', 'S', 'H']);
/** The byte after ReadyForQuery that says no transaction is open. */
const idle = 'I'.charCodeAt(0);

/** Calls `see` with each whole message of PostgreSQL's wire protocol: a type byte, a length counting itself, a body. */
function eachMessage(data: Buffer, see: (type: string, start: number, end: number) => void): void {
  let at = 0;
  while (at + 5 <= data.length) {
    const end = at + 1 + data.readInt32BE(at + 1);
    if (end > data.length) return;
    see(data.toString('latin1', at, at + 1), at, end);
    at = end;
  }
}

/** The text of a message that begins here and ends with a zero byte. */
function textAt(data: Buffer, start: number): string {
  return data.toString('utf8', start, data.indexOf(0, start));
}

/** PGlite's one session, lent to one connection at a time: for a query, or from BEGIN to its end. */
class Session {
  readonly db: PGlite;
  readonly connections = new Set<Connection>();
  readonly #waiting: { readonly searchPath: string; readonly begin: () => void }[] = [];
  #lent = false;
  #searchPath = '';

  constructor(db: PGlite) {
    this.db = db;
  }

  /**
   * Waits for the session's turn; the caller gives it back by calling what it got. Pools take turns, so that the one
   * connection of a pool need not wait for the ten of another each time.
   */
  async lend(searchPath: string): Promise<() => void> {
    if (this.#lent) await new Promise<void>((begin) => this.#waiting.push({ searchPath, begin }));
    this.#lent = true;
    let given = false;
    const giveBack = (): void => {
      if (given) return;
      given = true;
      this.#next();
    };
    // PGlite answers without leaving the microtask queue: a busy loop of queries would starve timers and sockets.
    await nextTurn();
    if (searchPath !== this.#searchPath) {
      await this.db.exec(`set search_path to ${searchPath}`).catch((error: unknown) => {
        giveBack();
        throw error;
      });
      this.#searchPath = searchPath;
    }
    return giveBack;
  }

  /** The session stays lent while it passes from one to the next, so that nobody slips in between. */
  #next(): void {
    const other = this.#waiting.findIndex(({ searchPath }) => searchPath !== this.#searchPath);
    const [next] = this.#waiting.splice(Math.max(0, other), 1);
    if (next === undefined) this.#lent = false;
    else next.begin();
  }
}

/** What node-postgres takes for a socket. */
class Connection extends Duplex {
  readonly #session: Session;
  readonly #patience: number;
  readonly #prepared = new Set<string>();
  #unread: Buffer = Buffer.alloc(0);
  #searchPath: string | undefined;
  #giveBack: (() => void) | undefined;
  #tooLong: NodeJS.Timeout | undefined;

  constructor(session: Session, patience: number) {
    super();
    this.#session = session;
    this.#patience = patience;
    session.connections.add(this);
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come; nothing is fetched on demand.
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#receive(Buffer.concat([this.#unread, ...chunks.map(({ chunk }) => chunk)])).then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#session.connections.delete(this);
    this.#forget().then(() => done(error), done);
  }

  /** Ends what a connection of a server would end with it: its transaction, its prepared statements. */
  async #forget(): Promise<void> {
    const open = this.#giveBack !== undefined;
    if ((!open && this.#prepared.size === 0) || this.#session.db.closed) return;
    this.#giveBack ??= await this.#session.lend(this.#searchPath ?? 'public');
    try {
      if (open) await this.#session.db.exec('rollback');
      for (const name of this.#prepared) await this.#deallocate(name);
    } catch (error) {
      if (!this.#session.db.closed) throw error; // closed meanwhile: nothing is left to be forgotten
    } finally {
      this.#release();
    }
  }

  /** The session knows nothing of a name whose statement it refused; those after it are forgotten all the same. */
  async #deallocate(name: string): Promise<void> {
    await this.#session.db.exec(`deallocate ${pg.escapeIdentifier(name)}`).catch(() => undefined);
  }

  #release(): void {
    clearTimeout(this.#tooLong);
    this.#giveBack?.();
    this.#giveBack = undefined;
  }

  async #receive(data: Buffer): Promise<void> {
    const start = this.#searchPath === undefined ? this.#greet(data) : 0;
    const messages = data.subarray(start);
    let until = 0;
    let last = '';
    eachMessage(messages, (type, start, end) => {
      last = type;
      if (wantsAnswer.has(type)) until = end;
      if (type === 'P') this.#prepared.add(textAt(messages, start + 5));
    });
    this.#prepared.delete(''); // the unnamed one is everybody's
    this.#unread = Buffer.from(messages.subarray(until));
    if (until > 0) await this.#run(messages.subarray(0, until));
    if (last === 'X') this.push(null); // Terminate
  }

  /** Reads the startup packet, which alone has no type byte; returns its length. */
  #greet(data: Buffer): number {
    const length = data.readInt32BE(0);
    this.#searchPath = /search_path=([^\0 ]+)/.exec(data.toString('utf8', 0, length))?.[1] ?? 'public';
    this.push(welcome);
    return length;
  }

  async #run(request: Buffer): Promise<void> {
    if (this.#giveBack === undefined) {
      const giveBack = await this.#session.lend(this.#searchPath ?? 'public');
      // Its client has gone while it waited: nobody would end what it begins.
      if (this.destroyed) return giveBack();
      this.#giveBack = giveBack;
      this.#tooLong = setTimeout(() => this.destroy(new HeldTooLong(this.#patience)), this.#patience);
    }
    const parts: Uint8Array[] = [];
    await this.#session.db.execProtocolRawStream(request, { onRawData: (part) => parts.push(part.slice()) });
    this.#answer(Buffer.concat(parts));
  }

  /** Passes an answer on; notifications go to every connection, since each of this one session may listen. */
  #answer(answer: Buffer): void {
    let from = 0;
    eachMessage(answer, (type, start, end) => {
      if (type === 'Z' && answer[end - 1] === idle) this.#release();
      if (type !== 'A') return;
      this.push(answer.subarray(from, start));
      for (const connection of this.#session.connections) connection.push(answer.subarray(start, end));
      from = end;
    });
    this.push(answer.subarray(from));
  }
}

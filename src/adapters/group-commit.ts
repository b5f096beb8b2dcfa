import { setImmediate as nextTurn } from 'node:timers/promises';

/** How items are gathered into batches, and what a batch does. */
export interface Batching<Item, Answer> {
  /** Two items of one key never share a batch: the later one may depend on the earlier. Absent: any may share one. */
  readonly keyOf?: (item: Item) => string;
  /** Batches written at the same time; 1 unless said. More are for reads: their order means nothing. */
  readonly atOnce?: number;
  /** Most items of one batch. */
  readonly most: number;
  /** Writes all items or, by throwing, none; answers in the order of the items. */
  readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** True of an error that one item of a batch may have brought on all: each is then written alone. */
  readonly isOneItemsFault: (error: unknown) => boolean;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: what arrives while a batch is being written goes into the next one, so that many writers share one
 * round trip and one flush to disk, while a lone writer waits for nobody. Reads may be gathered likewise: what is asked
 * while one is under way is answered by the next, so an answer is never older than its question.
 *
 * When the store itself fails, everything that waits is rejected with it: whoever waits would otherwise spend the
 * store's timeout twice.
 */
export function groupCommit<Item, Answer>(batching: Batching<Item, Answer>): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let running = 0;

  const takeBatch = (): Waiting<Item, Answer>[] => {
    const batch: Waiting<Item, Answer>[] = [];
    const later: Waiting<Item, Answer>[] = [];
    const keys = new Set<string>();
    for (const one of waiting) {
      const key = batching.keyOf?.(one.item);
      const fits = batch.length < batching.most && (key === undefined || !keys.has(key));
      (fits ? batch : later).push(one);
      if (key !== undefined) keys.add(key);
    }
    waiting = later;
    return batch;
  };

  const writeAll = async (batch: readonly Waiting<Item, Answer>[]): Promise<void> => {
    const answers = await batching.write(batch.map(({ item }) => item));
    for (const [index, { resolve, reject }] of batch.entries()) {
      const answer = answers[index];
      if (answer === undefined) reject(new Error('A batch was answered with fewer answers than it had items.'));
      else resolve(answer);
    }
  };

  /** Settles each item of the batch; false when the store itself failed, and `rest` with it. */
  const settle = async (
    batch: readonly Waiting<Item, Answer>[],
    rest: readonly Waiting<Item, Answer>[] = [],
  ): Promise<boolean> => {
    try {
      await writeAll(batch);
      return true;
    } catch (error) {
      const isOneItemsFault = batching.isOneItemsFault(error);
      if (isOneItemsFault && batch.length > 1) return settleOneByOne(batch);
      const refused = isOneItemsFault ? batch : [...batch, ...rest, ...waiting.splice(0)];
      for (const { reject } of refused) reject(error);
      return isOneItemsFault;
    }
  };

  const settleOneByOne = async (batch: readonly Waiting<Item, Answer>[]): Promise<boolean> => {
    for (const [index, one] of batch.entries()) {
      if (!(await settle([one], batch.slice(index + 1)))) return false;
    }
    return true;
  };

  /**
   * A turn of the event loop before each batch, so that what one turn brings shares it. Where some wait already there is
   * a second one, in which those who were just answered may bring their next: without it ten writers fall into two
   * groups that take turns, and each pays two round trips.
   */
  const drain = async (): Promise<void> => {
    running += 1;
    await nextTurn();
    while (waiting.length > 0) {
      await settle(takeBatch());
      if (waiting.length === 0) break;
      await nextTurn();
      await nextTurn();
    }
    running -= 1;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (running < (batching.atOnce ?? 1)) void drain();
    });
}

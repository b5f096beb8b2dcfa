/** A request to the API and its answer. */
export interface CallRecord {
  readonly id: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly operation: string | null;
  readonly by: string | null;
  readonly status: number;
  readonly fault: string | null;
}

/**
 * A request that the description does not allow, a mistake of the caller that GitHub might not even notice; or, with
 * status 500, an answer of ours that it does not allow.
 */
export interface Refusal {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly reason: string;
}

export interface Journal {
  readonly calls: CallRecord[];
  readonly refusals: Refusal[];
}

export const createJournal = (): Journal => ({ calls: [], refusals: [] });

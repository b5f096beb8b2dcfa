/** An answer of Slack's, kept for some minutes, asked for once however many wait for it. */
export interface Kept<T> {
  /** The kept answer, however old; undefined before the first. */
  known(key: string): T | undefined;
  /** A fresh answer; while Slack is down one that is older, if there is one. Throws what asking throws. */
  get(key: string): Promise<T>;
}

interface Options<T> {
  readonly ask: (key: string) => Promise<T>;
  readonly freshMs: number;
  /** So long an answer still serves when asking fails. */
  readonly staleMs: number;
  readonly most: number;
  readonly now: () => Date;
}

export function keptAnswers<T>({ ask, freshMs, staleMs, most, now }: Options<T>): Kept<T> {
  const answers = new Map<string, { readonly value: T; readonly at: number }>();
  const asking = new Map<string, Promise<T>>();

  async function refreshed(key: string): Promise<T> {
    try {
      const value = await ask(key);
      answers.delete(key);
      answers.set(key, { value, at: now().getTime() });
      const oldest = answers.size > most ? answers.keys().next().value : undefined;
      if (oldest !== undefined) answers.delete(oldest);
      return value;
    } finally {
      asking.delete(key);
    }
  }

  return {
    known: (key) => answers.get(key)?.value,
    async get(key) {
      const last = answers.get(key);
      const age = last === undefined ? Number.POSITIVE_INFINITY : now().getTime() - last.at;
      if (last !== undefined && age < freshMs) return last.value;
      const asked = asking.get(key) ?? refreshed(key);
      asking.set(key, asked);
      try {
        return await asked;
      } catch (error) {
        if (last !== undefined && age < staleMs) return last.value;
        throw error;
      }
    },
  };
}

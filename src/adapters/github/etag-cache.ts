import type { Answer } from './answers.ts';

/** An answer kept to be asked for again with its ETag. */
export interface KeptAnswer {
  readonly etag: string;
  readonly answer: Answer;
}

/** Largest answer kept, in bytes as GitHub counts them; larger ones are asked for anew. */
const largestKept = 512 * 1024;

/** The last answers to GET requests, least recently used first out. A 304 costs nothing of the rate limit. */
export class EtagCache {
  readonly #kept = new Map<string, KeptAnswer>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** A copy of what is kept: callers, and Octokit's pagination, change what they are given. */
  find(key: string): KeptAnswer | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return structuredClone(found);
  }

  /** Keeps a copy of an answer to JSON with an ETag. */
  keep(key: string, answer: Answer): void {
    this.#kept.delete(key);
    const { etag, 'content-type': type = '', 'content-length': length = 0 } = answer.headers;
    if (etag === undefined || !/[/+]json/.test(type) || Number(length) > largestKept) return;
    const { status, url, headers, data } = answer;
    this.#kept.set(key, { etag, answer: structuredClone({ status, url, headers, data }) });
    const oldest = this.#kept.size > this.#most ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}

import { z } from 'zod';

/** Reads a repository of the local GitHub by its API, as far as its control does not. */
export interface CopyReader {
  /** The entries of a folder; none where there is no such folder. */
  readonly folder: (
    path: string,
    ref: string,
  ) => Promise<readonly { readonly name: string; readonly path: string; readonly type: string }[]>;
  /** By how many commits `head` is ahead of `base`, and behind it. */
  readonly compare: (base: string, head: string) => Promise<{ readonly ahead: number; readonly behind: number }>;
  /** Merges `head` into `base`; false when they conflict. */
  readonly merge: (head: string, base: string) => Promise<boolean>;
}

const entries = z.array(z.object({ name: z.string(), path: z.string(), type: z.string() }));
const compared = z.object({ ahead_by: z.number(), behind_by: z.number() });

/** A reader of `acme/<name>`. */
export function copyReader(github: { readonly url: string; readonly token: string }, name: string): CopyReader {
  async function ask(path: string, body?: object): Promise<{ readonly status: number; readonly json: unknown }> {
    const answer = await fetch(`${github.url}/repos/acme/${name}/${path}`, {
      headers: { authorization: `Bearer ${github.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    if (answer.ok || answer.status === 404 || answer.status === 409) return { status: answer.status, json };
    throw new Error(`the local GitHub answered ${answer.status} to ${path}: ${text}`);
  }
  return {
    async folder(path, ref) {
      const { json } = await ask(`contents/${path}?ref=${encodeURIComponent(ref)}`);
      return entries.safeParse(json).data ?? [];
    },
    async compare(base, head) {
      const { json } = await ask(`compare/${encodeURIComponent(base)}...${encodeURIComponent(head)}`);
      const { ahead_by: ahead, behind_by: behind } = compared.parse(json);
      return { ahead, behind };
    },
    merge: async (head, base) => (await ask('merges', { base, head })).status !== 409,
  };
}

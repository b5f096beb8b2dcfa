import { failing, type StepOutcome, unavailable } from '../step-outcome.ts';

export interface TextFileClient {
  readPath(
    repository: string,
    path: string,
    ref: string,
  ): Promise<
    | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly url: string }
    | { readonly kind: 'folder' | 'missing' | 'no-ref' }
  >;
}

/** Where a file is looked for. */
export interface FilePlace {
  readonly repository: string;
  readonly file: string;
  readonly ref: string;
}

/** A file's text, or what is said where there is none to read. */
export type TextFile =
  | { readonly kind: 'read'; readonly text: string; readonly url: string }
  | { readonly kind: 'told'; readonly outcome: StepOutcome };

const mostBytes = 1024 * 1024; // what people write by hand is far smaller; parsing holds the process for as long as it takes

const missing = {
  'no-ref': ({ ref, repository }: FilePlace) => `${repository} has no branch or tag ${ref}.`,
  missing: ({ file, ref }: FilePlace) => `${file} is not on ${ref}. Add it.`,
  folder: ({ file, ref }: FilePlace) => `${file} on ${ref} is not a file.`,
};

/** Reads a text of at most 1 MB as it is on GitHub at a ref. */
export async function textFile(client: TextFileClient, place: FilePlace): Promise<TextFile> {
  const { repository, file, ref } = place;
  const found = await client.readPath(repository, file, ref);
  if (found.kind !== 'file') return { kind: 'told', outcome: failing(missing[found.kind](place)) };
  const { bytes, url } = found;
  if (bytes.length > mostBytes)
    return {
      kind: 'told',
      outcome: unavailable(
        `${file} on ${ref} is larger than 1 MB, which is more than Slipway reads of a file. Make it smaller, or take this check out of the playbook.`,
        url,
      ),
    };
  try {
    return { kind: 'read', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), url };
  } catch {
    return { kind: 'told', outcome: failing(`${file} on ${ref} is not text in UTF-8. Save it as UTF-8.`, url) };
  }
}

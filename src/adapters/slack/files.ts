import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { Outage, RefusedOutside } from '../../release/outside-errors.ts';
import { largestEvidence } from '../../release/tick-evidence.ts';
import type { Slack } from './client.ts';

/** What came of reading a file to its end. */
export type FileRead =
  | { readonly kind: 'hashed'; readonly sha256: string }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large' };

interface Options {
  readonly token: string;
  /** Slack's own unless another is given; ends in /api/. */
  readonly apiUrl?: string | undefined;
  /** Bytes that are read of a file. */
  readonly most?: number;
  /** Milliseconds for the whole of it. */
  readonly ms?: number;
}

const shown = z.object({
  mode: z.string().optional(),
  size: z.int().min(0),
  url_private: z.string().optional(),
});
const slackHosts = /(^|\.)slack(-gov)?\.com$/;
const gone: ReadonlySet<string> = new Set(['file_deleted', 'file_not_found']);

/** The token goes to Slack and nowhere else, whatever address a file has. */
function isSlacks(url: URL, apiUrl: string | undefined): boolean {
  if (apiUrl !== undefined) return url.origin === new URL(apiUrl).origin;
  return url.protocol === 'https:' && slackHosts.test(url.hostname);
}

/** The hash of what comes; undefined where more bytes come than are read. Holds no more than a piece of it at a time. */
async function hashed(body: ReadableStream<Uint8Array>, most: number) {
  const hash = createHash('sha256');
  let size = 0;
  const stream = Readable.fromWeb(body);
  for await (const piece of stream) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > most) return undefined; // leaving the loop ends the stream
    hash.update(bytes);
  }
  return { size, sha256: hash.digest('hex') };
}

/** Files that people gave in a form. Throws Outage or RefusedOutside. */
export function slackFiles(slack: Slack, { token, apiUrl, most = largestEvidence, ms = 120_000 }: Options) {
  async function look(id: string): Promise<z.output<typeof shown> | 'deleted'> {
    try {
      const answer = await slack.patiently({ method: 'files.info' }, (client) => client.files.info({ file: id }));
      const file = shown.parse(answer.file);
      return file.mode === 'tombstone' ? 'deleted' : file;
    } catch (error) {
      if (error instanceof RefusedOutside && gone.has(error.code)) return 'deleted';
      throw error;
    }
  }

  async function download(url: URL, size: number): Promise<FileRead> {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' },
      redirect: 'manual', // Slack leads whom it does not know to its sign-in page: that is no file
      signal: AbortSignal.timeout(ms),
    });
    const { status, body } = response;
    if (status === 404 || status === 410) return { kind: 'deleted' };
    if (status !== 200 || body === null) {
      await body?.cancel();
      if (status >= 500 || status === 429) throw new Outage(`Slack answers a file with HTTP ${status}.`);
      throw new RefusedOutside(
        `Slack does not give a file (HTTP ${status}).`,
        'Install the app again from its manifest, so that it has the scope files:read; then restart Slipway.',
        String(status),
      );
    }
    const read = await hashed(body, most);
    if (read === undefined) return { kind: 'too-large' };
    if (read.size !== size) throw new Outage(`Slack gave ${read.size} of the ${size} bytes of a file.`);
    return { kind: 'hashed', sha256: read.sha256 };
  }

  return {
    /** Reads a file to its end, unless it is gone or too large. */
    async hashFile(id: string): Promise<FileRead> {
      const file = await look(id);
      if (file === 'deleted') return { kind: 'deleted' };
      if (file.size > most) return { kind: 'too-large' };
      const url = URL.parse(file.url_private ?? '');
      if (url === null || !isSlacks(url, apiUrl))
        throw new RefusedOutside(
          'Slack names an address of a file that is not its own.',
          'Give the file itself instead of one that another service holds.',
          'external_file',
        );
      try {
        return await download(url, file.size);
      } catch (error) {
        if (error instanceof Outage || error instanceof RefusedOutside) throw error;
        throw new Outage(`A file of Slack could not be read: ${String(error)}`, undefined, error);
      }
    },
  };
}

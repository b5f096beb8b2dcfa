import type { IncomingMessage } from 'node:http';

const mostOfABody = 1024 * 1024; // GitHub's webhooks may be 25 MB; those that Slipway reads stay far below 1 MB
/** What is still read, and thrown away, of a body that is refused: a sender that is cut off would not hear why. */
const mostThrownAway = 8 * 1024 * 1024;
/** Of all bodies that are being received at a time, so that many slow senders do not fill the memory. */
const mostAtOnce = 64 * 1024 * 1024;

/** Why a body is not taken: it is larger than 1 MB, or too many are being received already. */
export type Untaken = 'too large' | 'too many';

/** Reads bodies whole, in memory, within limits that all requests of a process share. */
export function bodyReader(): (request: IncomingMessage) => Promise<Buffer | Untaken> {
  let held = 0;

  /** Rejects when the sender goes away before its end. */
  function read(request: IncomingMessage): Promise<Buffer | Untaken> {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > mostThrownAway) return Promise.resolve('too large');
    return new Promise((resolve, reject) => {
      let parts: Buffer[] = [];
      let kept = 0;
      let size = 0;
      let refused: Untaken | undefined = declared > mostOfABody ? 'too large' : undefined;
      const free = (): void => {
        held -= kept;
        kept = 0;
        parts = [];
      };
      request.on('data', (part: Buffer) => {
        size += part.length;
        if (size > mostOfABody) refused = 'too large';
        else if (refused === undefined && held + part.length > mostAtOnce) refused = 'too many';
        if (refused !== undefined) {
          free();
          if (size > mostThrownAway) resolve(refused);
          return;
        }
        held += part.length;
        kept += part.length;
        parts.push(part);
      });
      request.on('end', () => {
        resolve(refused ?? Buffer.concat(parts));
        free();
      });
      request.on('error', reject);
      request.on('close', () => {
        free();
        reject(new Error('The sender went away before the end of its body.')); // changes nothing after the end
      });
    });
  }
  return read;
}

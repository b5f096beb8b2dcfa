import { createHash } from 'node:crypto';

const line = /\n?<!-- Slipway-Notes: ([0-9a-f]{40}) ([0-9a-f]{16}) -->\s*$/;

/** The text as it counts: GitHub's page writes other line ends. */
function plain(body: string): string {
  return body.replaceAll('\r\n', '\n').replace(line, '').trim();
}

function printOf(body: string): string {
  return createHash('sha256').update(plain(body)).digest('hex').slice(0, 16);
}

/** Notes that say, unseen by readers, up to which commit they go and what Slipway wrote: so that it sees what people changed of them. */
export function stamped(body: string, sha: string): string {
  return `${plain(body)}\n<!-- Slipway-Notes: ${sha} ${printOf(body)} -->`;
}

/** The commit up to which notes go, and whether people changed them since; undefined for notes without such a line. */
export function stampOf(body: string): { readonly sha: string; readonly edited: boolean } | undefined {
  const [, sha, print] = line.exec(body.replaceAll('\r\n', '\n')) ?? [];
  return sha === undefined ? undefined : { sha, edited: printOf(body) !== print };
}

/** Notes that people changed, for another commit: they still count as changed. */
export function restamped(body: string, sha: string): string {
  return `${plain(body)}\n<!-- Slipway-Notes: ${sha} ${'0'.repeat(16)} -->`;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A folder of the demo's own, where everything that this process puts among the temporary files lies from now on. It
 * goes when the process does, however that ends short of being killed.
 */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-demo-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder; // what node:os reads
  return folder;
}

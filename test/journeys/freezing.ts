import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The environment of a Slipway whose backend-service freezes dev while its release pull request is signed. */
export function freezingSetup(): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-freezing-'));
  cpSync('playbooks', folder, { recursive: true });
  const file = join(folder, 'backend-service.yml');
  const opened = '        to: main\n        as: pr\n';
  const text = readFileSync(file, 'utf8');
  if (!text.includes(opened)) throw new Error('backend-service.yml opens its pull request in other words.');
  const frozen = '        frozen: while-signed\n        except-labels: [freeze-exempt]\n';
  writeFileSync(file, text.replace(opened, `${opened}${frozen}`));
  return { PLAYBOOKS_DIR: folder };
}

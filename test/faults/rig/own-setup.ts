import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { slipwayYmlOfBilling } from '../../billing-alone.ts';

const component = z.record(z.string(), z.unknown());
const slipwayYml = z.looseObject({ components: z.record(z.string(), component) });

/**
 * A folder with a playbook beside the backend's, and with the shipped slipway.yml in which these components are new, or
 * changed so.
 */
export async function ownSetup(
  playbook: { readonly playbook: string } & Readonly<Record<string, unknown>>,
  components: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-setup-'));
  const file = slipwayYml.parse(parse(slipwayYmlOfBilling()));
  for (const [name, change] of Object.entries(components))
    file.components[name] = { ...file.components[name], ...change };
  const playbooks = join(folder, 'playbooks');
  await mkdir(playbooks);
  await cp('playbooks/backend-service.yml', join(playbooks, 'backend-service.yml'));
  await writeFile(join(playbooks, `${playbook.playbook}.yml`), stringify(playbook));
  await writeFile(join(folder, 'slipway.yml'), stringify(file));
  return {
    environment: { SLIPWAY_CONFIG: join(folder, 'slipway.yml'), PLAYBOOKS_DIR: playbooks },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/**
 * `npm run --silent sbom`: the CycloneDX list of what production installs, by `npm sbom` of a lock file without
 * development. (npm 11.19's own `--omit dev` leaves out what both need: zod, yaml and 13 more of 208.)
 */
const checkout = fileURLToPath(new URL('..', import.meta.url));
const packageJson = z.looseObject({ devDependencies: z.unknown().optional() });
const locked = packageJson.extend({ dev: z.boolean().optional() });
const lockFile = z.looseObject({ packages: z.record(z.string(), locked) });

function withoutDevelopment<T extends { devDependencies?: unknown }>({ devDependencies: _, ...rest }: T) {
  return rest;
}

const bom = z.looseObject({
  serialNumber: z.string(),
  metadata: z.looseObject({ timestamp: z.string(), component: z.looseObject({ name: z.string() }) }),
});

/** Without what differs from run to run: the number, the time, and the temporary folder that npm takes the name from. */
function steady({
  serialNumber: _,
  metadata: { timestamp: __, component, ...metadata },
  ...rest
}: z.output<typeof bom>) {
  return { ...rest, metadata: { ...metadata, component: { ...component, name: 'slipway' } } };
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(checkout, name), 'utf8'));
const lock = lockFile.parse(read('package-lock.json'));
const production = Object.entries(lock.packages)
  .filter(([, { dev }]) => dev !== true)
  .map(([path, one]) => [path, path === '' ? withoutDevelopment(one) : one]);

const folder = mkdtempSync(join(tmpdir(), 'slipway-sbom-'));
try {
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write('package.json', withoutDevelopment(packageJson.parse(read('package.json'))));
  write('package-lock.json', { ...lock, packages: Object.fromEntries(production) });
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const said = execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  console.log(JSON.stringify(steady(bom.parse(JSON.parse(said))), undefined, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

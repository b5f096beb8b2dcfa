import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { allowed, licencesPage, productionPackages } from '../../scripts/licences.ts';

const lock = readFileSync('package-lock.json', 'utf8');
const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

it('every package of production has a licence that is allowed', () => {
  const packages = productionPackages(lock);
  for (const [name, version] of Object.entries(dependencies))
    expect(packages).toContainEqual(expect.objectContaining({ name, version }));
  expect(packages.filter(({ licence }) => !allowed.includes(licence))).toEqual([]);
});

it('one whose licence is another, or unknown, would be seen', () => {
  const other = JSON.stringify({ packages: { 'node_modules/a': { license: 'AGPL-3.0' }, 'node_modules/b': {} } });
  const licences = productionPackages(other).map(({ licence }) => licence);
  expect(licences.filter((one) => !allowed.includes(one))).toEqual(['AGPL-3.0', 'none named']);
});

it('docs/licences.md lists what the lock file holds now (npm run licences)', () =>
  expect(readFileSync('docs/licences.md', 'utf8')).toBe(licencesPage(lock)));

it('npm run sbom writes a CycloneDX list of all that production installs, and of nothing else', () => {
  const bom = z.object({
    bomFormat: z.literal('CycloneDX'),
    components: z.array(z.object({ name: z.string(), version: z.string() })),
  });
  const said = execFileSync(process.execPath, ['scripts/sbom.ts'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const named = ({ name, version }: { name: string; version: string }) => `${name}@${version}`;
  const listed = bom.parse(JSON.parse(said)).components.map(named);
  expect([...new Set(listed)].sort()).toEqual(productionPackages(lock).map(named).sort());
});

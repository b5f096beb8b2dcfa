import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Licences that ask for no more than that their text and the authors' names go along. */
export const allowed: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Unlicense',
];

const locked = z.object({
  version: z.string().default(''),
  license: z.string().default('none named'),
  dev: z.boolean().default(false),
});
const lockFile = z.object({ packages: z.record(z.string(), locked) });

interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** What production installs, by name; a package in several versions is several rows. */
export function productionPackages(lock: string): readonly Package[] {
  const { packages } = lockFile.parse(JSON.parse(lock));
  const rows = Object.entries(packages).flatMap(([path, { version, license, dev }]) =>
    path === '' || dev ? [] : [{ name: path.replace(/^.*node_modules\//, ''), version, licence: license }],
  );
  const keyed = new Map(rows.map((row) => [`${row.name}@${row.version}`, row]));
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** docs/licences.md of a lock file. */
export function licencesPage(lock: string): string {
  const packages = productionPackages(lock);
  const licences = [...new Set(packages.map(({ licence }) => licence))].sort();
  const count = (licence: string): number => packages.filter((one) => one.licence === licence).length;
  return `<!-- Written by \`npm run licences\` from package-lock.json. -->
# Licences

What production installs besides Slipway (MIT): ${packages.length} packages. ${licences.map((one) => `${one}: ${count(one)}`).join(', ')}. A test lets in no licence that asks for more than its text and the authors' names to go along.

| package | version | licence |
| --- | --- | --- |
${packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}
`;
}

if (import.meta.main) {
  const file = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
  const lock = readFileSync(file('package-lock.json'), 'utf8');
  writeFileSync(file('docs/licences.md'), licencesPage(lock));
  console.log(`Wrote docs/licences.md: ${productionPackages(lock).length} packages of production.`);
}

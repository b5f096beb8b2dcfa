import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

const names = z.record(z.string(), z.string()).default({});
const entry = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
});
const lockFile = z.object({ packages: z.record(z.string(), entry) });
type Packages = z.output<typeof lockFile>['packages'];

const { packages } = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

/** Whether Node would find the dependency from this package's folder: in it, or in one above. */
function isThere(locked: Packages, from: string, dependency: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${dependency}` in locked) return true;
    if (folder === '') return false;
  }
}

/** What the lock file asks for and does not hold. npm drops a platform's package that a registry lacks, silently; `npm ci` then fails on that platform. */
function missingFrom(locked: Packages): readonly string[] {
  return Object.entries(locked).flatMap(([path, { dependencies, devDependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies, ...(path === '' ? devDependencies : {}) })
      .filter((name) => !isThere(locked, path, name))
      .map((name) => `${path === '' ? 'package.json' : path} wants ${name}`),
  );
}

it('holds everything that its packages want, on every platform', () => {
  expect(missingFrom(packages)).toEqual([]);
  expect(Object.keys(packages).length).toBeGreaterThan(100);
});

it('would be seen to lack what it lacks', () => {
  const { 'node_modules/zod': _, ...without } = packages;
  expect(missingFrom(without)).toContain('package.json wants zod');
});

it('is of the versions that package.json pins', () => {
  const own = z.object({ dependencies: names, devDependencies: names });
  const wanted = own.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const unpinned = Object.entries({ ...wanted.dependencies, ...wanted.devDependencies }).filter(
    ([name, version]) => packages[`node_modules/${name}`]?.version !== version,
  );
  expect(unpinned).toEqual([]);
});

it('names packages by their digests and by no host, so that any registry may serve them', () => {
  const others = Object.entries(packages).filter(
    ([path, one]) => path !== '' && (one.integrity === undefined || one.resolved !== undefined),
  );
  expect(others.map(([path]) => path)).toEqual([]);
});

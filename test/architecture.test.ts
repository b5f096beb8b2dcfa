import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const slipwayYml = ['slipway-file.ts', 'read-slipway-file.ts', 'slipway-cross-checks.ts'];
const configuration = ['environment.ts', 'secrets.ts', ...slipwayYml, 'playbooks.ts', 'config.ts'];

const writePath = ['execute.ts', 'asked.ts', 'serve-asked.ts', 'record-refusals.ts', 'release-cache.ts'];

/** The map of docs/architecture.md: what the files of a folder, or a file, may import of `src/` besides its own folder. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  release: [],
  ...Object.fromEntries(writePath.map((file) => [file, [...writePath, 'release']])),
  views: ['release', 'zoned-time.ts'],
  commands: ['execute.ts', 'views', 'release', 'jobs/log.ts', 'slipway-file.ts'],
  jobs: ['execute.ts', 'views', 'release', 'zoned-time.ts'],
  adapters: ['release'],
  ...Object.fromEntries(configuration.map((file) => [file, [...configuration, 'release']])),
  'slack-manifest.ts': [],
  'zoned-time.ts': [],
  'cannot-start.ts': ['adapters', 'release'],
  doctor: [...configuration, 'adapters', 'release', 'slack-manifest.ts'],
  cli: [...configuration, 'doctor', 'adapters', 'release', 'slack-manifest.ts'],
};
const construct = [
  'main.ts',
  'composition.ts',
  'routes.ts',
  'traced.ts',
  'web-side.ts',
  'worker-side.ts',
  'worker-effects.ts',
];

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
}

/** The files of this repository that a file imports, from its root. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(([, path = '']) => join(dirname(file), path));
}

it('imports go the ways of the map in docs/architecture.md, and every file of src is on it', () => {
  const wrong = filesIn('src').flatMap((name) => {
    const [part = ''] = name.split('/');
    if (construct.includes(part)) return [];
    const allowed = mayImport[part];
    if (allowed === undefined) return [`src/${name} is not on the map`];
    return importsOf(join('src', name))
      .map((path) => path.replace(/^src\//, ''))
      .filter((path) => ![part, ...allowed].some((one) => path === one || path.startsWith(`${one}/`)))
      .map((path) => `src/${name} imports ${path}`);
  });
  expect(wrong).toEqual([]);
});

it('the sandbox imports nothing of src', () => {
  const wrong = filesIn('sandbox').filter((name) =>
    importsOf(join('sandbox', name)).some((path) => path.startsWith('src/')),
  );
  expect(wrong).toEqual([]);
});

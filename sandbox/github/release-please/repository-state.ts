import { z } from 'zod';
import { readFileAt } from '../git/trees.ts';
import type { Repository } from '../state/repository.ts';

/** The label of what Release Please is still to release, and of what it has released. */
export const labels = { pending: 'autorelease: pending', tagged: 'autorelease: tagged' } as const;
export const manifestFile = '.release-please-manifest.json';
export const changelogFile = 'CHANGELOG.md';
const configFile = 'release-please-config.json';

const config = z.object({ packages: z.record(z.string(), z.object({ component: z.string().optional() })) });
const manifest = z.record(z.string(), z.string());

/** The branch of its pull request into a branch. */
export const branchFor = (base: string): string => `release-please--branches--${base}`;

/** The version of each package, by its path, as a commit's manifest says. */
export async function versionsAt(repository: Repository, commit: string): Promise<Readonly<Record<string, string>>> {
  return manifest.parse(JSON.parse((await readFileAt(repository.git, commit, manifestFile)) ?? '{}'));
}

/** The packages of the repository: `.` is all of it, and its tags carry no name. */
export async function packagesAt(repository: Repository, commit: string): Promise<ReadonlyMap<string, string>> {
  const { packages } = config.parse(
    JSON.parse((await readFileAt(repository.git, commit, configFile)) ?? '{"packages":{".":{}}}'),
  );
  return new Map(
    Object.entries(packages).map(([path, one]) => [path, path === '.' ? '' : `${one.component ?? path}-`]),
  );
}

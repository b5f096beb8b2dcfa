import path from 'node:path';
import type { Access } from '../access/access.ts';
import { createBare, mirrorBare } from '../git/bare-repository.ts';
import type { RepositoryOptions } from '../options.ts';
import { seedRepository } from '../seed/repository-seed.ts';
import { newRepository } from '../state/new-repository.ts';
import { accountOf, type World } from '../state/world.ts';

/** Makes, copies or seeds a repository, and installs the App for its owner. */
export async function addRepository(
  world: World,
  access: Access,
  folder: string,
  config: string,
  options: RepositoryOptions,
  members: readonly string[],
): Promise<void> {
  const dir = path.join(folder, options.owner, `${options.name}.git`);
  const git =
    options.from === undefined
      ? await createBare(dir, config, options.defaultBranch ?? 'main')
      : await mirrorBare(dir, config, options.from, options.defaultBranch);
  const defaultBranch = options.defaultBranch ?? (await git.text(['symbolic-ref', '--short', 'HEAD']));
  const owner = accountOf(world, options.owner);
  const repository = newRepository({
    id: world.nextId(),
    owner,
    name: options.name,
    defaultBranch,
    git,
    createdAt: world.now(),
    members,
  });
  world.repositories.set(repository.fullName.toLowerCase(), repository);
  const key = owner.login.toLowerCase();
  if (!access.installations.has(key)) access.installations.set(key, world.nextId());
  if (options.seed !== undefined) await seedRepository(world, repository, options.seed);
}

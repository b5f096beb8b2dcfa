import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, lchown, mkdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import dockerignore from '@balena/dockerignore';
import { CannotPlay, type Step, type User } from './read-dockerfile.ts';

type Copy = Extract<Step, { kind: 'copy' }>;

/** Gives what is in a folder to somebody, the folder too. Only root can. */
export async function giveTo(user: User, ...paths: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) return;
  for (const path of paths) {
    await lchown(path, user.uid, user.gid);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) continue;
    for (const inside of readdirSync(path, { recursive: true, encoding: 'utf8' }))
      await lchown(join(path, inside), user.uid, user.gid);
  }
}

/** The files below a path of the build's context that .dockerignore lets through, from the context's root. */
function filesOfContext(context: string, source: string): readonly string[] {
  const ignore = dockerignore.default().add(readFileSync(join(context, '.dockerignore'), 'utf8').split('\n'));
  const path = join(context, source);
  if (!existsSync(path)) return [];
  const all = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(context, join(entry.parentPath, entry.name)))
    : [relative(context, path)];
  return all.filter((file) => !ignore.ignores(file));
}

/** Where a source goes: a folder's content into the target, a file into it or to its name. */
function targetOf(copy: Copy, to: string, source: string, isFolder: boolean): string {
  if (isFolder) return to;
  return copy.sources.length > 1 || /(^|\/)\.?$/.test(copy.to) ? join(to, basename(source)) : to;
}

/**
 * Copies as COPY does, from the context or from another stage's folder. What is new belongs to the step's owner.
 *
 * @param to the target as a path of this machine
 */
export async function copyFiles(
  copy: Copy,
  to: string,
  from: { context: string } | { stage: string },
): Promise<number> {
  const folder = 'stage' in from ? from.stage : from.context;
  let copied = 0;
  for (const source of copy.sources) {
    const path = join(folder, source);
    const files = 'stage' in from ? (existsSync(path) ? [source] : []) : filesOfContext(folder, source);
    if (files.length === 0) throw new CannotPlay(`“${source}” is not there, or .dockerignore keeps it out.`);
    const target = targetOf(copy, to, source, statSync(path).isDirectory());
    for (const file of files) {
      const place = join(target, relative(source, file));
      await mkdir(dirname(place), { recursive: true });
      await cp(join(folder, file), place, { recursive: true, verbatimSymlinks: true });
    }
    await giveTo(copy.owner, target);
    copied += files.length;
  }
  return copied;
}

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CannotPlay } from './read-dockerfile.ts';

const versions = z.object({ devDependencies: z.object({ node: z.string() }) });

/** The image's Node is to be the one that every test ran on. */
export function expectSameNode(image: string, packageJson: string): void {
  const { node } = versions.parse(JSON.parse(packageJson)).devDependencies;
  const [, tag] = /^node:(\d+\.\d+\.\d+)-[a-z]+-slim$/.exec(image) ?? [];
  if (tag === undefined)
    throw new CannotPlay(`The base image ${image} is to be pinned: node:<version>-<distribution>-slim.`);
  if (tag !== node)
    throw new CannotPlay(`The base image has Node ${tag}, package.json's devDependency node is ${node}.`);
}

/** The machine's npm, as the Node image brings one. */
function npmOfMachine(): string {
  const own = process.env['npm_execpath'];
  if (own?.endsWith('npm-cli.js')) return own;
  return realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim());
}

/**
 * What the steps need of the base image, in a folder of its own: Node, npm, a home and a place for temporary files.
 * The Node is the one that package.json's devDependency `node` brings, so nothing is fetched from a registry of images;
 * npm, the shell and the system's libraries are the machine's.
 */
export function layBaseImage(folder: string, checkout: string): void {
  const bin = join(folder, 'usr/local/bin');
  for (const one of [bin, join(folder, 'home/node'), join(folder, 'tmp')]) mkdirSync(one, { recursive: true });
  chmodSync(join(folder, 'tmp'), 0o1777);
  copyFileSync(realpathSync(join(checkout, 'node_modules/.bin/node')), join(bin, 'node'));
  chmodSync(join(bin, 'node'), 0o755);
  const npm = npmOfMachine();
  readFileSync(npm); // says itself which file cannot be read
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\nexec ${join(bin, 'node')} ${npm} "$@"\n`, { mode: 0o755 });
}

import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '../../..');
const program = join(import.meta.dirname, 'programs/slipway.ts');
/** It looks for a file beside itself, in the package. */
const inPackage = /^(node:|@electric-sql\/pglite)/;

/** What the bundle is made of; another source is another bundle. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const files = globSync(['src/**/*.ts', 'package-lock.json'], { cwd: root });
  for (const file of [...files.sort().map((one) => join(root, one)), program, import.meta.filename])
    hash.update(file).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function bundle(folder: string): Promise<void> {
  const made = await rolldown({
    input: program,
    platform: 'node',
    external: inPackage,
    logLevel: 'silent',
    transform: { define: { 'import.meta.main': 'false' } }, // none of its modules is the one that was started
  });
  await made.write({ file: join(folder, 'src/slipway.mjs'), format: 'esm', codeSplitting: false });
  await made.close();
  // what the program finds relative to a file of its own
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await symlink(join(root, 'src/adapters/json-schema/schema-thread.ts'), join(folder, 'src/schema-thread.ts'));
}

async function make(): Promise<string> {
  const folder = join(tmpdir(), `slipway-bundled-${await fingerprint()}`);
  if (!existsSync(folder)) {
    const draft = await mkdtemp(`${folder}-`);
    await mkdir(join(draft, 'src'));
    await bundle(draft);
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!existsSync(folder)) throw error; // else another process was quicker, and its bundle is as good
      await rm(draft, { recursive: true, force: true });
    });
  }
  return join(folder, 'src/slipway.mjs');
}

let made: Promise<string> | undefined;

/**
 * Slipway's program in one file, made once for a state of the source and kept in the folder for temporary files. The faults
 * start hundreds of processes: from one file, each takes a third of the processor's time that it takes from a thousand.
 */
export function bundled(): Promise<string> {
  made ??= make();
  return made;
}

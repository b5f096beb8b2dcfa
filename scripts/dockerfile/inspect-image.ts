import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { environmentOf, type Image, onMachine } from './play-build.ts';
import { CannotPlay, root } from './read-dockerfile.ts';
import { runAs } from './run-as.ts';

const flag = z.boolean().default(false);
const lockFile = z.object({
  packages: z.record(z.string(), z.object({ dev: flag, optional: flag, devOptional: flag })),
});

/** What only people who work on Slipway need. */
const development = [
  'sandbox',
  'demo',
  'test',
  'bench',
  'scripts',
  'docs',
  'types',
  '.git',
  '.ci',
  'package-lock.json',
];

/** What is installed is what the lock file says production needs. */
function expectProductionOnly(app: string, lock: string): number {
  const packages = Object.entries(lockFile.parse(JSON.parse(lock)).packages).filter(([path]) => path !== '');
  const wrong = packages.filter(([path, { dev }]) => dev && existsSync(join(app, path)));
  if (wrong.length > 0)
    throw new CannotPlay(`Development’s packages are installed: ${wrong.map(([path]) => path).join(', ')}.`);
  const wanted = packages.filter(([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional);
  const missing = wanted.filter(([path]) => !existsSync(join(app, path)));
  if (missing.length > 0) throw new CannotPlay(`Not installed: ${missing.map(([path]) => path).join(', ')}.`);
  const here = readdirSync(app).filter((name) => development.includes(name));
  if (here.length > 0) throw new CannotPlay(`The image needs no ${here.join(', ')}.`);
  return wanted.length;
}

/** Everything in a folder that the image's user could change, by trying it as that user. */
async function writable(image: Image, folder: string): Promise<string> {
  const command = ['find', folder, '!', '-type', 'l', '-writable'];
  return await runAs({ command, user: image.user, cwd: image.folder, env: environmentOf(image) }, 60_000);
}

/** What can be seen of the image before it starts. Gives a sentence. @throws CannotPlay */
export async function inspectImage(image: Image, context: string): Promise<string> {
  const app = onMachine(image, '.');
  if (image.user.uid === root.uid) throw new CannotPlay('The image runs as root.');
  if (image.healthcheck === undefined) throw new CannotPlay('The image has no health check.');
  if (image.command.length === 0) throw new CannotPlay('The image has no command.');
  const packages = expectProductionOnly(app, readFileSync(join(context, 'package-lock.json'), 'utf8'));
  const open = await writable(image, app);
  if (open !== '')
    throw new CannotPlay(`The image’s user may change its own program: ${open.split('\n', 5).join(', ')}`);
  for (const volume of image.volumes)
    if ((await writable(image, onMachine(image, volume))) === '')
      throw new CannotPlay(`The image’s user cannot write to its volume ${volume}.`);
  return `${packages} packages of production and none of development; the program is not its user’s to change.`;
}

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../test/faults/rig/free-port.ts';
import { inspectImage } from './dockerfile/inspect-image.ts';
import { environmentOf, type Image, onMachine, playBuild } from './dockerfile/play-build.ts';
import { type Container, playContainer } from './dockerfile/play-container.ts';
import { CannotPlay, readDockerfile } from './dockerfile/read-dockerfile.ts';
import { runAs } from './dockerfile/run-as.ts';
import { type Surroundings, surround } from './dockerfile/surroundings.ts';

/**
 * `npm run play-dockerfile`: plays the Dockerfile where there is no container engine. Its steps are read by a parser and
 * done one after another in a clean folder, by nobody who is root; then the image's command is started between the local
 * sandbox, PostgreSQL and Redis. What cannot be played is a failure, never skipped. What it cannot show: the base
 * image's own system and the engine's isolation, since there is no chroot.
 */
const say = (line: string): void => console.log(line);

/** Somebody who is not root cannot give files to root: the user's own write bits are taken away instead. */
function withoutRoot(image: Image): void {
  execFileSync('chmod', ['-R', 'a-w', onMachine(image, '.')]);
}

/** Files that changed since the marker was written, outside of the volumes. */
async function writtenSince(image: Image, marker: string): Promise<string> {
  const apart = image.volumes.flatMap((volume) => ['!', '-path', `${onMachine(image, volume)}*`]);
  const command = ['find', image.folder, '-newer', marker, '-type', 'f', ...apart];
  return await runAs({ command, user: image.user, cwd: image.folder, env: environmentOf(image) }, 60_000);
}

/** As compose.yml does: one process for people, one for the work, over PostgreSQL and Redis. */
async function playRoles(image: Image, { slack, outside, stores }: Surroundings): Promise<void> {
  const running: Container[] = [];
  try {
    for (const role of ['web', 'worker']) {
      const port = `${await freePort()}`;
      running.push(await playContainer(image, { ...outside, ...stores, ROLE: role, PORT: port }));
      say(`ROLE=${role} is healthy and does not run as root`);
    }
    const answered = await slack.person('maria').types('#dev-backend-github', '/release help');
    if (!answered.ok) throw new CannotPlay('Nobody answered to /release help.');
    say('/release help is answered');
    for (const container of running) await container.stop();
    say('SIGTERM ends both in time, with code 0');
  } finally {
    for (const container of running) container.kill();
  }
}

/** As `docker run` does without a database: the store is embedded, in the volume. */
async function playAlone(image: Image, { outside }: Surroundings): Promise<void> {
  const container = await playContainer(image, { ...outside, PORT: `${await freePort()}` });
  await container.stop();
  say('Alone, on the embedded store in its volume: healthy, and ends with code 0');
}

async function play(folder: string): Promise<void> {
  const context = process.cwd();
  const stages = readDockerfile(readFileSync('Dockerfile', 'utf8'));
  const asRoot = process.getuid?.() === 0;
  if (!asRoot) say('Not run as root: every user of the Dockerfile is played by the current one, who owns all files.');
  const image = await playBuild(stages, { folder, context, packageJson: readFileSync('package.json', 'utf8'), say });
  if (!asRoot) withoutRoot(image);
  say(await inspectImage(image, context));
  const surroundings = await surround();
  try {
    const marker = join(folder, 'started');
    writeFileSync(marker, '');
    await playRoles(image, surroundings);
    const written = await writtenSince(image, marker);
    if (written !== '')
      throw new CannotPlay(`compose.yml makes the container read-only, but this was written:\n${written}`);
    await playAlone(image, surroundings);
  } finally {
    await surroundings.remove();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'slipway-image-'));
chmodSync(folder, 0o755); // mkdtemp lets in its owner only
try {
  await play(folder);
  say('The Dockerfile holds.');
} catch (error) {
  if (!(error instanceof CannotPlay)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
}

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { expectSameNode, layBaseImage } from './base-image.ts';
import { copyFiles, giveTo } from './copy-files.ts';
import { CannotPlay, root, type Stage, type Step, type User } from './read-dockerfile.ts';
import { runAs } from './run-as.ts';

/** Who RUN lines are played by where the image would run them as root: nothing here runs as root. */
const builder: User = { uid: 1000, gid: 1000 };

/** What a stage has become so far. Paths are the image's. */
export interface Image {
  /** The folder that stands for the image's `/`. */
  readonly folder: string;
  workdir: string;
  user: User;
  readonly env: Record<string, string>;
  readonly volumes: string[];
  readonly ports: string[];
  command: readonly string[];
  healthcheck: { readonly command: readonly string[]; readonly timeoutMs: number } | undefined;
}

/** Where a path of the image is on this machine. */
export function onMachine({ folder, workdir }: Image, path: string): string {
  return join(folder, isAbsolute(path) ? path : join(workdir, path));
}

/** The image's environment. There is no chroot here, so values that are paths of the image are the machine's paths of them. */
export function environmentOf(image: Image): NodeJS.ProcessEnv {
  const { folder, env } = image;
  const own = Object.entries(env).map(([name, value]) => [name, isAbsolute(value) ? join(folder, value) : value]);
  return {
    PATH: `${join(folder, 'usr/local/bin')}:/usr/bin:/bin`,
    HOME: join(folder, 'home/node'),
    TMPDIR: join(folder, 'tmp'),
    ...Object.fromEntries(own),
  };
}

/** How npm reaches its registry from this machine: nothing of it stays in the image. */
function wayToRegistry(): NodeJS.ProcessEnv {
  const way = /^(https?_proxy|no_proxy|node_extra_ca_certs)$/i;
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => way.test(name))),
    npm_config_registry: registry,
    npm_config_update_notifier: 'false',
  };
}

async function run(image: Image, line: string): Promise<void> {
  const asRoot = image.user.uid === root.uid;
  if (asRoot) await giveTo(builder, onMachine(image, '.'), join(image.folder, 'home/node'));
  const user = asRoot ? builder : image.user;
  const env = { ...environmentOf(image), ...wayToRegistry() };
  await runAs({ command: ['sh', '-c', line], user, cwd: onMachine(image, '.'), env }, 600_000);
  if (asRoot) await giveTo(root, onMachine(image, '.'));
}

async function playStep(image: Image, step: Step, stages: ReadonlyMap<string, Image>, context: string): Promise<void> {
  switch (step.kind) {
    case 'workdir':
      image.workdir = isAbsolute(step.path) ? step.path : join(image.workdir, step.path);
      mkdirSync(onMachine(image, '.'), { recursive: true });
      return;
    case 'env':
      Object.assign(image.env, step.values);
      return;
    case 'copy': {
      const stage = step.from === undefined ? undefined : stages.get(step.from);
      if (step.from !== undefined && stage === undefined)
        throw new CannotPlay(`There is no stage ${step.from} before it; other images are not fetched.`);
      await copyFiles(step, onMachine(image, step.to), stage === undefined ? { context } : { stage: stage.folder });
      return;
    }
    case 'run':
      return await run(image, step.line);
    case 'user':
      image.user = step.user;
      return;
    case 'volume':
      image.volumes.push(...step.paths);
      return;
    case 'expose':
      image.ports.push(...step.ports);
      return;
    case 'healthcheck':
      image.healthcheck = step;
      return;
    case 'cmd':
      image.command = step.command;
      return;
  }
}

interface Building {
  /** An empty folder. */
  readonly folder: string;
  /** The build's context: the checkout. */
  readonly context: string;
  readonly packageJson: string;
  say(line: string): void;
}

/** Plays all stages, one after another; the image is the last one. @throws CannotPlay */
export async function playBuild(
  stages: readonly Stage[],
  { folder, context, packageJson, say }: Building,
): Promise<Image> {
  const base = join(folder, 'base');
  layBaseImage(base, context);
  const named = new Map<string, Image>();
  let image: Image | undefined;
  for (const [index, { name, image: from, steps }] of stages.entries()) {
    say(`FROM ${from}: the Node of node_modules/.bin/node stands for it`);
    expectSameNode(from, packageJson);
    const made = {
      folder: join(folder, name ?? `stage-${index}`),
      workdir: '/',
      user: root,
      env: {},
      volumes: [],
      ports: [],
    };
    cpSync(base, made.folder, { recursive: true });
    await chmod(join(made.folder, 'tmp'), 0o1777);
    await giveTo(builder, join(made.folder, 'home/node'));
    image = { ...made, command: [], healthcheck: undefined };
    for (const { text, step } of steps) {
      say(text);
      await playStep(image, step, named, context).catch((error: unknown) => {
        throw error instanceof CannotPlay ? new CannotPlay(`${text}: ${error.message}`) : error;
      });
    }
    if (name !== undefined) named.set(name, image);
  }
  if (image === undefined) throw new CannotPlay('The Dockerfile has no stage.');
  return image;
}

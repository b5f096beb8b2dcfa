import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { environmentOf, type Image, onMachine } from './play-build.ts';
import { CannotPlay, root } from './read-dockerfile.ts';
import { playedBy, type Running, runAs, startAs } from './run-as.ts';

/** Docker's own patience after `docker stop`, in seconds: https://docs.docker.com/reference/cli/docker/container/stop/ */
const stopSeconds = 10;
const healthySeconds = 60;
const lookMs = 500; // instead of the image's interval, which is for a process that runs for weeks

export interface Container {
  /** Ends it as `docker stop` does. @throws CannotPlay unless it ends by itself, in time and with code 0 */
  stop(): Promise<void>;
  /** Whatever happened. */
  kill(): void;
}

function expectNotRoot({ child }: Running, image: Image): void {
  const uid = Number(execFileSync('ps', ['-o', 'uid=', '-p', `${child.pid}`], { encoding: 'utf8' }));
  const wanted = playedBy(image.user).uid ?? process.getuid?.();
  if (uid === root.uid || uid !== wanted) throw new CannotPlay(`The process runs as user ${uid}, not as ${wanted}.`);
}

async function untilHealthy(image: Image, running: Running, env: NodeJS.ProcessEnv): Promise<void> {
  const { command = [], timeoutMs = 0 } = image.healthcheck ?? {};
  const until = Date.now() + healthySeconds * 1000;
  const ask = () =>
    runAs({ command, user: image.user, cwd: onMachine(image, '.'), env }, timeoutMs).then(
      () => true,
      (error: unknown) => {
        if (error instanceof CannotPlay) return false;
        throw error;
      },
    );
  while (!(await ask())) {
    if (running.child.exitCode !== null || Date.now() > until)
      throw new CannotPlay(`It is not healthy after ${healthySeconds} s, or ended:\n${running.said()}`);
    await pause(lookMs);
  }
}

async function stopped(running: Running): Promise<void> {
  running.child.kill('SIGTERM');
  const late = new AbortController();
  const code = await Promise.race([
    running.ended,
    pause(stopSeconds * 1000, 'late' as const, { signal: late.signal }).catch(() => 'late' as const),
  ]);
  late.abort();
  if (code === 0) return;
  running.kill();
  const how = code === 'late' ? `did not end within ${stopSeconds} s` : `ended with ${code}`;
  throw new CannotPlay(`After SIGTERM it ${how}:\n${running.said()}`);
}

/** Starts the image's command with this environment besides the image's, and asks its health check until it is healthy. */
export async function playContainer(image: Image, environment: Readonly<Record<string, string>>): Promise<Container> {
  const env = { ...environmentOf(image), ...environment };
  const running = startAs({ command: image.command, user: image.user, cwd: onMachine(image, '.'), env });
  try {
    await untilHealthy(image, running, env);
    expectNotRoot(running, image);
  } catch (error) {
    running.kill();
    throw error;
  }
  return { stop: () => stopped(running), kill: () => running.kill() };
}

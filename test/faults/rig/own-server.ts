import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A store that a test may kill: nobody else uses it. */
export interface OwnServer {
  readonly url: string;
  /** kill -9 of it and of all that it started. */
  kill(): Promise<void>;
  /** Starts it again where it was; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it for good and removes what it kept. */
  remove(): Promise<void>;
}

const patienceMs = 30_000;

/** How a server is started and asked whether it is there. */
export interface Recipe {
  readonly command: string;
  readonly args: readonly string[];
  /** Who it runs as, where not as ourselves. */
  readonly uid?: number | undefined;
  /** Rejects while the server does not answer. */
  answers(): Promise<void>;
}

const running = new Set<number>();

function killGroup(pid: number): void {
  running.delete(pid);
  process.kill(-pid, 'SIGKILL');
}

process.once('exit', () => {
  for (const pid of running) killGroup(pid); // they would outlive us
});

/** A server process in a process group of its own, so that it dies whole. */
export function serverProcess({ command, args, uid, answers }: Recipe): Pick<OwnServer, 'kill' | 'start'> {
  let child: ChildProcess | undefined;
  let complaint = '';

  async function untilItAnswers(): Promise<void> {
    const giveUp = performance.now() + patienceMs;
    for (;;) {
      const failed = await answers().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failed === undefined) return;
      if (child?.exitCode !== null || performance.now() > giveUp)
        throw new Error(`${command} does not answer. ${complaint}`, { cause: failed });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  return {
    async start() {
      complaint = '';
      child = spawn(command, args, {
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        ...(uid === undefined ? {} : { uid }),
      });
      const { pid } = child;
      if (pid !== undefined) {
        running.add(pid);
        child.once('exit', () => running.delete(pid));
      }
      child.on('error', (error) => {
        complaint += error.message;
      });
      child.stderr?.on('data', (data: Buffer) => {
        complaint = `${complaint}${data.toString()}`.slice(-2000);
      });
      await untilItAnswers();
    },
    async kill() {
      const dying = child;
      child = undefined;
      if (dying?.pid === undefined || dying.exitCode !== null || dying.signalCode !== null) return;
      const exited = once(dying, 'exit');
      killGroup(dying.pid);
      await exited;
    },
  };
}

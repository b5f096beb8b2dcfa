import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { bundled } from './bundled.ts';

/** Slipway as a process of its own, started again and again under one name. */
export interface SlipwayProcess {
  readonly name: string;
  /** Where its HTTP side listens; undefined while it is not ready. */
  readonly port: number | undefined;
  /** Of its life of this moment; undefined before the first. */
  readonly pid: number | undefined;
  /** Everything it wrote, over all its lives. */
  readonly lines: readonly string[];
  /** How often it was killed. */
  readonly kills: number;
  /** Starts it; resolves when it says that it is ready. Rejects with what it said, when it ends instead. */
  start(): Promise<void>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Moves its clock: so many milliseconds ahead of the machine's, in this life and the next. */
  ahead(ms: number): void;
  /** SIGTERM; resolves to its exit code. */
  stop(): Promise<number | null>;
}

export interface ProcessOptions {
  readonly name: string;
  /** The checkout of another version, whose clock cannot be moved; this one unless said. */
  readonly folder?: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Started again as soon as it is gone, as a supervisor does, until it is stopped. */
  readonly revives: boolean;
}

const here = join(import.meta.dirname, '../../..');
/** Each start compiles the same files: kept, they take half the processor's time. */
const compiled = join(tmpdir(), 'slipway-compiled');
const ready = z.object({ msg: z.literal('Slipway is ready'), port: z.number() });

function readyPort(line: string): number | undefined {
  if (!line.includes('Slipway is ready')) return undefined;
  return ready.safeParse(JSON.parse(line)).data?.port;
}

/** A process that is not started yet. */
export function slipwayProcess({ name, folder, environment, revives }: ProcessOptions): SlipwayProcess {
  const lines: string[] = [];
  let child: ChildProcess | undefined;
  let port: number | undefined;
  let kills = 0;
  let wanted = false;
  let program = '';
  let aheadMs = 0;

  function launch(): Promise<void> {
    const born = spawn(process.execPath, [program, `${aheadMs}`], {
      cwd: folder ?? here,
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compiled, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = born;
    const up = Promise.withResolvers<void>();
    for (const stream of [born.stdout, born.stderr])
      if (stream !== null)
        createInterface(stream).on('line', (line) => {
          lines.push(line);
          const heard = readyPort(line);
          if (heard === undefined || child !== born) return;
          port = heard;
          up.resolve();
        });
    born.once('exit', (code, signal) => {
      if (child === born) port = undefined;
      up.reject(new Error(`${name} ended with ${code ?? signal}:\n${lines.slice(-20).join('\n')}`));
      if (wanted && revives && child === born) launch().catch(() => undefined); // its end tells of itself
    });
    return up.promise;
  }

  async function gone(signal: NodeJS.Signals): Promise<number | null> {
    const dying = child;
    port = undefined;
    if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return dying?.exitCode ?? null;
    const exited = once(dying, 'exit');
    dying.kill(signal);
    await exited;
    return dying.exitCode;
  }

  return {
    name,
    get port() {
      return port;
    },
    get pid() {
      return child?.pid;
    },
    lines,
    get kills() {
      return kills;
    },
    ahead(ms) {
      aheadMs = ms;
      if (child?.connected === true) child.send(ms);
    },
    async start() {
      wanted = true;
      program = folder === undefined ? await bundled() : join(folder, 'src/main.ts');
      await launch();
    },
    async kill() {
      kills += 1;
      await gone('SIGKILL');
    },
    async stop() {
      wanted = false;
      return gone('SIGTERM');
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process of the bench's own. */
export interface Child {
  readonly process: ChildProcess;
  /** The first line that it writes. */
  readonly firstLine: Promise<string>;
  /** Ends it, gracefully unless told otherwise; resolves when it is gone. */
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const one of running) one.kill('SIGKILL'); // a bench that failed leaves nobody behind
});

/** Starts a program of this repository with the Node that runs the bench. What it complains about is seen. */
export function child(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Child {
  const env = { ...process.env, NO_COLOR: '1', ...environment };
  const started = spawn(process.execPath, [join(import.meta.dirname, '..', program), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(started);
  const gone = once(started, 'exit').finally(() => running.delete(started));
  const lines = createInterface(started.stdout);
  const firstLine = Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    gone.then((): never => {
      throw new Error(`${program} ended before it said anything.`);
    }),
  ]);
  firstLine.catch(() => undefined); // not every program is waited for by its line
  return {
    process: started,
    firstLine,
    async end(signal = 'SIGTERM') {
      if (started.exitCode === null && started.signalCode === null) started.kill(signal);
      await gone;
    },
  };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** Asks until the answer is something; throws after half a minute, or when the process that is asked about ended. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  of?: Child,
  everyMs = 20,
  patienceMs = 60_000,
): Promise<T> {
  const late = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > late) throw new Error(`There is no ${what} after ${patienceMs / 1000} s.`);
    if (of !== undefined && of.process.exitCode !== null) throw new Error(`There is no ${what}: its process ended.`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Resolves once a GET is answered by 2xx; a refused connection is asked again. */
export async function answers(url: string, of: Child, everyMs = 20): Promise<void> {
  const ask = async () => {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    return response === undefined ? undefined : true;
  };
  await until(`answer of ${url}`, ask, of, everyMs);
}

/** Resident memory of a process in MB, as Linux counts it. */
export function residentMegabytes({ process: { pid } }: Child): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** What a git process left behind. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** One git to run, as it is told to the process that starts it. */
export interface GitOrder {
  readonly id: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly input: string | Buffer;
}

/** What came of it; `failed` where git could not be started. */
export type GitReport = ({ readonly id: number } & GitResult) | { readonly id: number; readonly failed: string };

interface Pending {
  readonly done: (result: GitResult) => void;
  readonly fails: (error: Error) => void;
}

const pending = new Map<number, Pending>();
let spawner: ChildProcess | undefined;
let orders = 0;

function hear(report: GitReport): void {
  const asked = pending.get(report.id);
  pending.delete(report.id);
  if (pending.size === 0) spawner?.channel?.unref();
  if ('failed' in report) asked?.fails(new Error(`git cannot be run: ${report.failed}`));
  else asked?.done(report);
}

function start(): ChildProcess {
  const child = fork(join(import.meta.dirname, 'spawns-git.ts'), {
    execArgv: [],
    serialization: 'advanced', // bytes stay bytes
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', hear);
  child.once('exit', () => {
    spawner = undefined;
    for (const { fails } of pending.values()) fails(new Error('The process that runs git has ended.'));
    pending.clear();
  });
  child.unref();
  return child;
}

/**
 * Runs git by way of one small process of our own. To start a process, Node copies the tables of its own memory: 25 ms and
 * more, in which nothing else goes on, where the process holds an embedded store too.
 */
export function runGit(order: Omit<GitOrder, 'id'>): Promise<GitResult> {
  return new Promise((done, fails) => {
    spawner ??= start();
    orders += 1;
    const id = orders;
    pending.set(id, { done, fails });
    spawner.channel?.ref();
    spawner.send({ ...order, id }, (error) => {
      if (error !== null && pending.delete(id)) fails(error);
    });
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A program of this folder that runs as a process of its own. */
export interface Program {
  /** What it wrote so far, line by line. */
  readonly lines: readonly string[];
  /** What it complained about. */
  complaints(): string;
  /** Its exit code, once it ended by itself. */
  ended(): Promise<number | null>;
  /** kill -9; resolves when it is gone and all it wrote is read. */
  kill(): Promise<void>;
}

/** Starts a program of this folder with the Node that runs the tests. */
export function runProgram(file: string, ...args: string[]): Program {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, file), ...args]);
  const closed = once(child, 'close');
  const lines: string[] = [];
  let complaints = '';
  if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => lines.push(line));
  child.stderr?.on('data', (data: Buffer) => {
    complaints += data.toString();
  });
  const ended = async (): Promise<number | null> => {
    await closed;
    return child.exitCode;
  };
  return {
    lines,
    complaints: () => complaints,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended();
    },
  };
}

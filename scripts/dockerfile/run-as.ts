import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { CannotPlay, type User } from './read-dockerfile.ts';

/** Who is asked for where this process is root; somebody else can be nobody but themselves. */
export function playedBy(user: User): Pick<SpawnOptions, 'uid' | 'gid'> {
  return process.getuid?.() === 0 ? { uid: user.uid, gid: user.gid } : {};
}

export interface Running {
  readonly child: ChildProcess;
  /** What it wrote on both outputs so far. */
  said(): string;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** kill -9 of it and of all that it started. */
  kill(): void;
}

interface Program {
  readonly command: readonly string[];
  readonly user: User;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Its process group, since a shell's children outlive the shell. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error; // gone already
  }
}

/** Starts a program with this environment and no other. */
export function startAs({ command, user, cwd, env }: Program): Running {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...playedBy(user) });
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.on('data', (data: Buffer) => {
      said += data.toString();
    });
  const ended = once(child, 'close').then(() => child.exitCode);
  return { child, said: () => said, ended, kill: () => killGroup(child) };
}

/** Runs a program to its end and gives what it said. @throws CannotPlay when it fails, or takes longer than `withinMs`. */
export async function runAs(program: Program, withinMs: number): Promise<string> {
  const running = startAs(program);
  const timer = setTimeout(() => running.kill(), withinMs);
  const code = await running.ended.finally(() => clearTimeout(timer));
  if (code === 0) return running.said();
  const how = code === null ? `took longer than ${withinMs / 1000} s` : `ended with ${code}`;
  throw new CannotPlay(`“${program.command.join(' ')}” ${how}:\n${running.said()}`);
}

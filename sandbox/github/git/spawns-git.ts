// Runs git for another process (git-process.ts), which is too big to be copied for each git that it starts.
import { spawn } from 'node:child_process';
import type { GitOrder, GitReport } from './git-process.ts';

function run({ id, args, env, input }: GitOrder): Promise<GitReport> {
  return new Promise((resolve) => {
    const child = spawn('git', args, { env });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const failed = (error: Error) => resolve({ id, failed: error.message });
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // git may end before it has read its input; its status tells then, not the broken pipe
    child.stdin.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') failed(error);
    });
    child.on('error', failed);
    child.on('close', (code) =>
      resolve({ id, code: code ?? 128, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }),
    );
    child.stdin.end(input);
  });
}

process.on('message', async (order: GitOrder) => {
  const report = await run(order);
  if (process.connected) process.send?.(report); // else who asked is gone, and so are we
});

// A terminal's Ctrl+C goes to all of a program's processes; this one ends after who asks it, whose last questions count too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

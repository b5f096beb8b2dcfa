import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A git repository with a tag v1.0.0 and so many commits on main after it. */
export async function largeRepository(commits: number) {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-large-'));
  await promisify(execFile)('git', ['init', '--quiet', '--initial-branch=main', folder]);
  const parts: string[] = [];
  for (let n = 0; n <= commits; n += 1) {
    const message = `${n % 3 === 0 ? 'fix' : 'feat'}(part-${n % 40}): change number ${n}\n\nWhy it was needed, in a line.\n`;
    const who = `maria-r <maria@acme.example> ${1_700_000_000 + n * 60} +0000`;
    parts.push(
      `commit refs/heads/main\nmark :${n + 1}\nauthor ${who}\ncommitter ${who}\n`,
      `data ${message.length}\n${message}`,
      n === 0 ? '' : `from :${n}\n`,
      `M 100644 inline src/part-${n % 40}.txt\ndata ${String(n).length}\n${n}\n`,
      n === 0 ? 'reset refs/tags/v1.0.0\nfrom :1\n' : '',
    );
  }
  const importing = spawn('git', ['-C', folder, 'fast-import', '--quiet'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const done = new Promise<void>((resolve, reject) => {
    importing.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`git fast-import ended with ${code}.`))));
  });
  importing.stdin.end(parts.join(''));
  await done;
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, afterEach, expect } from 'vitest';

const program = path.join(import.meta.dirname, '../../../demo/demo.ts');

/** Starts the demo as `npm run demo` does, on a free port, and answers where its page is; it ends when the test file is done. */
export async function startDemo(): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, '--port', '0']);
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  afterAll(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  afterEach(() => expect(complaints).toBe(''));
  return await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const address = /Open (http:\S+) in your browser/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
    void ended.then(() => reject(new Error(`The demo ended before it was open:\n${output}${complaints}`)));
  });
}

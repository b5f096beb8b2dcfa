import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

function run(file: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' });
}

describe.each([
  'src/cli/verify.ts',
  'src/cli/manifest.ts',
  'src/cli/doctor.ts',
  'bench/bench.ts',
  'test/faults/run.ts',
])('%s', (file) => {
  it('tells what is wrong with its options with its usage, and ends with 2', () => {
    const { status, stderr } = run(file, '--bogus');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Unknown option '--bogus'\.\n\nnpm run /);
  });

  it('tells its usage, and ends with 0', () =>
    expect(run(file, '--help')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^npm run /), stderr: '' }));
});

it('a number that is none ends a run of faults before it begins', () =>
  expect(run('test/faults/run.ts', '--runs', 'x')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^--runs takes a whole number, not “x”\.\n/),
  }));

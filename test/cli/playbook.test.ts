import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

function playbook(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/playbook.ts', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('check: fails with file, line and column of a mistake', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-cli-'));
  const file = join(folder, 'mine.yml');
  writeFileSync(file, readFileSync('playbooks/backend-service.yml', 'utf8').replace('of: pr', 'off: pr'));
  const { status, stderr } = playbook('check', file);
  rmSync(folder, { recursive: true });
  expect(status).toBe(1);
  expect(stderr).toMatch(/mine\.yml:\d+:13 “off” is not known here\. Write of\./);
  expect(playbook('check').status).toBe(0);
});

it('read: prints the process, or names the playbook that was meant', () => {
  const { status, stdout } = playbook('read', 'backend-service');
  expect(status).toBe(0);
  expect(stdout).toContain('BACKEND SERVICE');
  const wrong = playbook('read', 'backend-servce');
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toContain('Did you mean backend-service?');
});

it('says how it is used', () => {
  const { status, stderr } = playbook();
  expect(status).toBe(2);
  expect(stderr).toContain('npm run playbook -- check');
});

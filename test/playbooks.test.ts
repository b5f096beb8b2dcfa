import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadPlaybooks, problemLine } from '../src/playbooks.ts';

const shipped = readFileSync('playbooks/backend-service.yml', 'utf8');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-playbooks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('reads every YAML file of the folder, and nothing else', () => {
  writeFileSync(join(folder, 'a.yml'), shipped);
  writeFileSync(join(folder, 'b.yaml'), shipped.replace('playbook: backend-service', 'playbook: other'));
  writeFileSync(join(folder, '.hidden.yml'), 'no playbook');
  writeFileSync(join(folder, 'playbook.schema.json'), '{}');
  const { playbooks, problems } = loadPlaybooks(folder);
  expect(problems).toEqual([]);
  expect([...playbooks.keys()]).toEqual(['backend-service', 'other']);
});

it('tells the mistakes of all files at once, each with its file', () => {
  writeFileSync(join(folder, 'a.yml'), shipped);
  writeFileSync(join(folder, 'b.yml'), shipped);
  writeFileSync(join(folder, 'c.yml'), shipped.replace('check: ci-green', 'check: ci-gren'));
  writeFileSync(join(folder, 'd.yml'), '');
  const { playbooks, problems } = loadPlaybooks(folder);
  expect([...playbooks.keys()]).toEqual(['backend-service']);
  const told = problems.map((problem) => problemLine(problem).replaceAll(`${folder}/`, ''));
  expect(told[0]).toBe(
    'b.yml:1:1 a.yml calls itself backend-service too. Give one of them another name after “playbook:”.',
  );
  expect(told[1]).toMatch(/^c\.yml:\d+:\d+ “check” cannot be "ci-gren"\. .* Write ci-green\.$/);
  expect(told[2]).toBe('d.yml:1:1 The file is empty.');
});

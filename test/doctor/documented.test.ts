import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codes } from '../../src/doctor/codes.ts';

const guide = readFileSync('docs/doctor.md', 'utf8');
const inOrder = guide.split('\n').at(-2) ?? '';
const tests = readdirSync('test/doctor')
  .map((name) => readFileSync(join('test/doctor', name), 'utf8'))
  .join('\n');

it('docs/doctor.md has a row for each code of a fault, with its remedy, and no other', () => {
  const rows = guide.split('\n').filter((line) => line.startsWith('| `'));
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  expect(cells.filter((row) => row.length !== 6 || row.slice(1, 5).includes(''))).toEqual([]);
  const faults = cells.map(([, code = '']) => code.replaceAll('`', ''));
  const fine = [...inOrder.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code);
  expect([...faults, ...fine].sort()).toEqual([...codes].sort());
});

it('each fault is met in a test with its cause', () => {
  const faults = codes.filter((code) => !inOrder.includes(`\`${code}\``));
  expect(faults).toContain('tag-closed');
  expect(faults.filter((code) => !tests.includes(`[${code}]`) && !tests.includes(`'${code}'`))).toEqual([]);
});

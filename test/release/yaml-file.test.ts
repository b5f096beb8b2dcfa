import { expect, it } from 'vitest';
import { readYaml } from '../../src/release/yaml-file.ts';

it('an alias needs an anchor that stands before it', () => {
  expect(readYaml('a: &one 1\nb: *one\n')).toMatchObject({ value: { a: 1, b: 1 }, problems: [], readable: true });
  expect(readYaml('b: *one\na: &one 1\n').problems).toMatchObject([
    { line: 1, column: 4, message: '*one stands for an anchor, and there is none of that name.' },
  ]);
});

it('a key that is given twice is named where it stands the second time, in each map by itself', () => {
  const { problems } = readYaml('a: 1\nb: { c: 1, c: 2 }\nd: { c: 1 }\na: 2\n');
  expect(problems.map(({ line, column, message }) => [line, column, message])).toEqual([
    [4, 1, 'This key was given already.'],
    [2, 12, 'This key was given already.'],
  ]);
});

it('thousands of aliases and of keys are read in one go over the file, not each by each', () => {
  const aliases = `a: &x 1\nb:\n${'  - *x\n'.repeat(150_000)}`; // each by each this would not end within the test's patience
  expect(readYaml(aliases)).toMatchObject({ value: undefined, readable: false });
  const keys = Array.from({ length: 100_000 }, (_, n) => `k${n}: ${n}\n`).join('');
  expect(readYaml(keys).problems).toEqual([]);
});

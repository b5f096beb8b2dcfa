import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const page = readFileSync('docs/operations.md', 'utf8');
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');

/** What other programs say, in their words. */
const others = new Set(['OOM command not allowed', 'No space left on device', 'could not extend file']);

it('what to look for when something is wrong is what Slipway says', () => {
  const rows = page.split('## What to do when')[1]?.split('\n## ')[0]?.split('\n') ?? [];
  const symptoms = rows.filter((row) => row.startsWith('| ')).map((row) => row.split('|')[1] ?? '');
  const quoted = symptoms.flatMap((symptom) => [...symptom.matchAll(/“([^”]+)”/g)].map(([, words = '']) => words));
  const words = quoted.flatMap((quote) => quote.split('…')).map((part) => part.trim());
  expect(words.length).toBeGreaterThan(15);
  const unsaid = words.filter((part) => part !== '' && !others.has(part) && !sources.includes(part));
  expect(unsaid).toEqual([]);
});

it('metrics, variables and programs that it names are there', () => {
  const all = (pattern: RegExp): readonly string[] => [
    ...new Set([...page.matchAll(pattern)].map(([, one = '']) => one)),
  ];
  const metrics = readFileSync('docs/metrics.md', 'utf8');
  const named = all(/`(slipway_[a-z_]+)`/g);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !metrics.includes(`\`${name}\``))).toEqual([]);
  const variables = all(/`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`/g);
  expect(variables).toContain('DATABASE_URL');
  const example = readFileSync('.env.example', 'utf8');
  expect(variables.filter((name) => !example.includes(`${name}=`))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(all(/npm run (?:--silent )?([a-z-]+)/g).filter((name) => !(name in scripts))).toEqual([]);
});

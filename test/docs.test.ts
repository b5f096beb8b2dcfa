import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { measuredAtScrape } from '../src/adapters/measured-at-scrape.ts';
import { metrics } from '../src/adapters/metrics.ts';
import { step } from '../src/release/playbook-steps.ts';
import { factsOfActions } from '../src/release/step-facts.ts';

const read = (file: string): string => readFileSync(file, 'utf8');
const readme = read('README.md');
const playbooksGuide = read('docs/playbooks.md');
const inFolder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inFolder('docs')].filter((f) =>
  f.endsWith('.md'),
);

/** All first groups of a pattern in a text, once each. */
function all(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, group = '']) => group))];
}

describe('links and file names', () => {
  it.each(documents)('in %s lead to files that exist', (document) => {
    const links = all(read(document), /\]\(([^)#\s]+)[^)]*\)/g).filter((link) => !/^https?:/.test(link));
    expect(links.filter((link) => !existsSync(join(dirname(document), link)))).toEqual([]);
    const named = all(read(document), /`((?:src|test|docs|sandbox|demo|scripts)\/[\w/.-]+)`/g);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('the decisions are numbered without a gap', () => {
    const numbers = readdirSync('docs/decisions').flatMap((name) => /^(\d{4})-/.exec(name)?.[1] ?? []);
    expect(numbers).toEqual(numbers.map((_, n) => String(n + 1).padStart(4, '0')));
  });
});

describe('docs/coverage.md', () => {
  const rows = read('docs/coverage.md')
    .split('\n')
    .filter((line) => line.startsWith('| S'));
  const testsOf = (row: string) => all(row, /`([\w/.-]+\.test\.ts)`/g);

  it('has a row for each requirement from S1 to S22', () =>
    expect(rows.map((row) => row.split('|')[1]?.trim())).toEqual(Array.from({ length: 22 }, (_, n) => `S${n + 1}`)));

  it.each(rows)('%s names tests that exist', (row) => {
    expect(testsOf(row)).not.toEqual([]);
    expect(testsOf(row).filter((file) => !existsSync(join('test', file)))).toEqual([]);
  });
});

describe('README.md', () => {
  it('names every environment variable', () => {
    const variables = all(read('src/environment.ts'), /'([A-Z]+(?:_[A-Z]+)*)'/g);
    expect(variables).toContain('DATABASE_URL');
    expect(variables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every word of the command as help does', () => {
    const usages = inFolder('src/commands').flatMap((file) => all(read(file), /^\s*usage: '([^']+)'/gm));
    expect(usages).toContain('help');
    const shown = (usage: string) => usage.replaceAll('|', '\\|');
    const missing = usages.filter((usage) => !new RegExp(`\`(/release )?${literally(shown(usage))}\``).test(readme));
    expect(missing).toEqual([]);
  });
});

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

describe('docs/playbooks.md', () => {
  const [checks, actions] = step.options;
  const rowOf = (kind: string) => playbooksGuide.split('\n').find((line) => line.startsWith(`| \`${kind}\` |`));

  it('has a row for every kind of check and of action', () => {
    const kinds = [
      ...checks.options.map((o) => o.shape.check.value),
      ...actions.options.map((o) => o.shape.action.value),
    ];
    expect(kinds).toContain('ci-green');
    expect(kinds.filter((kind) => rowOf(kind) === undefined)).toEqual([]);
  });

  it('names the facts that later steps may read of each action', () => {
    expect(Object.keys(factsOfActions).sort()).toEqual(actions.options.map((o) => o.shape.action.value).sort());
    for (const [kind, wanted] of Object.entries(factsOfActions)) {
      const facts = all(rowOf(kind)?.split('|').at(-2) ?? '', /`([^`]+)`/g);
      expect([kind, ...facts].sort()).toEqual([kind, ...wanted].sort());
    }
  });
});

describe('docs/metrics.md', () => {
  const measured = metrics('1.0.0').registry;
  measuredAtScrape(measured, { pool: new pg.Pool(), queued: async () => ({}), now: () => new Date() });
  const instance = z.object({ name: z.string(), type: z.string(), labelNames: z.array(z.string()) });
  const own = z
    .array(instance)
    .parse(measured.getMetricsAsArray())
    .filter(({ name }) => name.startsWith('slipway_'));
  const page = read('docs/metrics.md');

  it('has a row for each metric, with its type and labels, and for no other', () => {
    const rows = page.split('\n').flatMap((line) => {
      const [, name = '', type = '', labels = ''] = line.split('|').map((cell) => cell.trim());
      return /^`slipway_\w+`$/.test(name) ? [[name, type, ...all(labels, /`(\w+)`/g)].join(' ')] : [];
    });
    expect(own.length).toBeGreaterThan(10);
    expect(rows.sort()).toEqual(
      own.map(({ name, type, labelNames }) => [`\`${name}\``, type, ...labelNames].join(' ')).sort(),
    );
  });

  it('alerts on metrics and labels that there are', () => {
    const used = all(page, /(slipway_\w+)/g).map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    expect(used.filter((name) => !own.some((one) => one.name === name))).toEqual([]);
    const labelled = [...page.matchAll(/(slipway_\w+?)(?:_bucket|_count)?\{([^}]*)\}/g)];
    expect(labelled.length).toBeGreaterThan(5);
    for (const [, name, labels = ''] of labelled)
      for (const label of all(labels, /(\w+)=/g))
        expect(own.find((one) => one.name === name)?.labelNames).toContain(label);
  });
});

it('every modal is held to the limits of Slack', () => {
  const held = inFolder('test/views')
    .filter((file) => file.endsWith('.test.ts') && read(file).includes('flawsOfModal'))
    .map(read)
    .join('\n');
  const modals = readdirSync('src/views').filter((name) => name.endsWith('-modal.ts'));
  expect(modals).toContain('reason-modal.ts');
  expect(modals.filter((name) => !held.includes(`/src/views/${name}'`))).toEqual([]);
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Step } from '../src/release/playbook-steps.ts';
import { step } from '../src/release/playbook-steps.ts';
import { stepsIn } from '../src/release/playbook-walk.ts';
import { readPlaybook } from '../src/release/read-playbook.ts';
import { factsOf } from '../src/release/step-facts.ts';

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
    const shipped = readPlaybook(read('playbooks/backend-service.yml'));
    if ('problems' in shipped) throw new Error('playbooks/backend-service.yml has mistakes.');
    const byKind = new Map<string, Step>(
      stepsIn(shipped.playbook).flatMap((one) => ('action' in one.step ? [[one.step.action, one.step] as const] : [])),
    );
    expect([...byKind.keys()].sort()).toEqual(actions.options.map((o) => o.shape.action.value).sort());
    for (const [kind, action] of byKind) {
      const facts = all(rowOf(kind)?.split('|').at(-2) ?? '', /`([^`]+)`/g);
      expect([kind, ...facts].sort()).toEqual([kind, ...factsOf(action)].sort());
    }
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

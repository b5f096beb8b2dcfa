import { expect, test } from 'vitest';
import { meaningFindings } from '../../src/release/playbook-meaning.ts';
import type { StartFacts } from '../../src/release/start-facts.ts';
import { readStartForm, startIds } from '../../src/views/start-form.ts';
import { type StartForm, startModal } from '../../src/views/start-modal.ts';
import { billingStarted } from './billing.ts';
import { flawsOfModal } from './read.ts';

const backendService = billingStarted().playbook;

const facts: StartFacts = {
  latest: { tag: 'v1.4.2', version: '1.4.2' },
  tags: ['v1.4.2'],
  head: 'a'.repeat(40),
  changes: {
    commits: 2,
    pullRequests: 1,
    lines: [{ text: '#7 Round <tax> & *bold*', url: 'https://github.com/acme/billing/pull/7' }],
    url: 'https://github.com/acme/billing/compare/v1.4.2...dev',
    authors: [],
  },
  folders: { features: ['tax-rounding', 'invoice-export'] },
  readAt: new Date('2026-11-02T09:00:00Z'),
};

const form: StartForm = {
  component: 'billing',
  repository: 'acme/billing',
  channel: 'C0BACKEND',
  components: ['billing'],
  playbook: backendService,
  bump: undefined,
  starter: 'U0MARIA',
  entitled: {
    'backend-lead': { kind: 'people', people: ['U0LENA', 'U0TOM'] },
    operations: { kind: 'people', people: ['U0OMAR'] },
  },
  reading: { kind: 'read' },
  facts,
  zone: 'Asia/Tokyo',
};

/** Why Slack refuses a form; empty when it does not. */
const flaws = (change: Partial<StartForm>) => flawsOfModal(startModal({ ...form, ...change }));
const texts = (change: Partial<StartForm>): string => JSON.stringify(startModal({ ...form, ...change }));

test('every state of the form is one that Slack takes', () => {
  expect(flaws({})).toEqual([]);
  expect(flaws({ facts: undefined, reading: { kind: 'reading' }, entitled: {} })).toEqual([]);
  expect(flaws({ facts: undefined, reading: { kind: 'slow' } })).toEqual([]);
  expect(flaws({ reading: { kind: 'failed', sentence: 'GitHub answers 503. '.repeat(100) } })).toEqual([]);
  expect(flaws({ notice: 'Look again. '.repeat(200) })).toEqual([]);
});

test('as many questions and roles as a playbook may have fit into it, whatever else is shown', () => {
  const questions = Object.fromEntries(
    Array.from({ length: 84 }, (_, n) => [
      `q${n}`,
      { ask: 'Is it so?', kind: 'yes-no' as const, several: false, optional: false },
    ]),
  );
  const roles = Object.fromEntries(
    Array.from({ length: 5 }, (_, n) => [
      `r${n}`,
      { title: 'Tester', from: 'slipway.yml' as const, quorum: 1, not: [] },
    ]),
  );
  const starter = { title: 'Manager', from: 'starter' as const, quorum: 1, not: [] };
  const playbook = { ...backendService, questions, roles: { ...roles, starter } };
  expect([...meaningFindings(playbook)].filter(({ message }) => message.includes('start form'))).toEqual([]);
  const most = {
    playbook,
    components: ['billing', 'other'],
    hotfix: false,
    notice: 'x',
    reading: { kind: 'slow' },
  } as const;
  expect(startModal({ ...form, ...most }).blocks).toHaveLength(100);
});

test.each([1, 2, 100, 101, 9999])('%i features can be offered', (count) => {
  const features = Array.from({ length: count }, (_, n) => `feature-${n}-${'x'.repeat(100)}`);
  expect(flaws({ facts: { ...facts, folders: { features } } })).toEqual([]);
});

test('a feature whose name is longer than an option may be is left out', () => {
  const features = ['short', 'y'.repeat(151)];
  expect(flaws({ facts: { ...facts, folders: { features } } })).toEqual([]);
  expect(texts({ facts: { ...facts, folders: { features } } })).not.toContain('yyy"');
});

test('long and hostile commits stay text within the limits', () => {
  const lines = Array.from({ length: 8 }, () => ({
    text: `<!channel> *${'&<>'.repeat(2000)}`,
    url: `https://github.com/${'p'.repeat(1500)}`,
  }));
  const changed = { ...facts, changes: { ...facts.changes, commits: 4000, pullRequests: 900, lines } };
  expect(flaws({ facts: changed })).toEqual([]);
  expect(texts({ facts: changed })).not.toContain('<!channel>');
  expect(texts({})).toContain('Round &lt;tax&gt; &amp;');
});

test('many roles, many people, many components and long questions fit', () => {
  const roles = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `role-${n}`,
      { title: `Role ${n} ${'t'.repeat(50)}`, from: 'slipway.yml' as const, quorum: 3, not: [] },
    ]),
  );
  const people = Array.from({ length: 300 }, (_, n) => `U0PERSON${n}`);
  const entitled = Object.fromEntries(Object.keys(roles).map((name) => [name, { kind: 'people' as const, people }]));
  const questions = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `question-${n}`,
      {
        ask: 'q'.repeat(150),
        kind: n % 2 === 0 ? ('text' as const) : ('yes-no' as const),
        hint: 'h'.repeat(150),
        several: false,
        optional: true,
      },
    ]),
  );
  const components = ['billing', ...Array.from({ length: 150 }, (_, n) => `component-${n}`)];
  expect(flaws({ playbook: { ...backendService, roles, questions }, entitled, components })).toEqual([]);
});

test('a form is read back as it was filled in', () => {
  const option = (value: string) => ({ selected_option: { value } });
  const values = {
    [startIds.bump('billing')]: { value: option('patch') },
    [startIds.folders('billing', 'features', ['a', 'b'])]: { value: { selected_options: [{ value: 'a' }] } },
    [startIds.question('backend-service', 'public')]: { value: option('yes') },
    [startIds.question('backend-service', 'rollout')]: { value: { value: '  at noon ' } },
    [startIds.role('billing', 'operations')]: { value: { selected_users: ['U0OMAR'] } },
    [startIds.target]: { value: { selected_date_time: 1_900_000_000 } },
  };
  expect(readStartForm(values, 'billing', backendService)).toMatchObject({
    component: undefined,
    bump: 'patch',
    answers: { features: ['a'], public: true, routing: undefined, rollout: 'at noon', watch: '' },
    roles: { operations: ['U0OMAR'], 'backend-lead': [] },
    targetAt: new Date(1_900_000_000_000),
  });
});

test('what belongs to another component is not read', () => {
  const values = { [startIds.bump('ledger')]: { value: { selected_option: { value: 'major' } } } };
  expect(readStartForm(values, 'billing', backendService).bump).toBeUndefined();
});

test('an answer that no form of ours gives is refused', () => {
  expect(() => readStartForm({ x: { y: 'z' } }, 'billing', backendService)).toThrow();
});

test('the form of a hotfix offers each release with what it would become', () => {
  const questions = {
    issue: { ask: 'Which issue?', kind: 'issue' as const, several: false, optional: false },
    affected: { ask: 'Which release?', kind: 'tag' as const, several: false, optional: false },
  };
  const bump = { choices: ['patch' as const], default: 'patch' as const };
  const playbook = { ...backendService, questions, bump };
  const many = Array.from({ length: 300 }, (_, n) => `v1.${n}.0`);
  const known = { ...facts, tags: ['v1.4.2', 'v1.4.1', 'v1.5.0'], changes: { ...facts.changes, commits: 0 } };
  expect(flaws({ playbook, hotfix: true, facts: known })).toEqual([]);
  expect(flaws({ playbook, hotfix: true, facts: undefined, reading: { kind: 'slow' } })).toEqual([]);
  expect(flaws({ playbook, hotfix: true, facts: { ...facts, tags: [] } })).toEqual([]);
  expect(flaws({ playbook, hotfix: true, facts: { ...facts, tags: many } })).toEqual([]);
  const shown = texts({ playbook, hotfix: true, facts: known });
  for (const text of ['v1.5.0 → v1.5.1', 'v1.4.2 → v1.4.3', 'v1.4.1 (v1.4.2 exists)', 'A hotfix of an earlier release'])
    expect(shown).toContain(text);
  expect(shown).not.toContain('Nothing is new');
});

import fc from 'fast-check';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import type { Release } from '../../src/release/release.ts';
import { completed, releaseAfter, sha } from '../release/given.ts';
import { billingStarted, pullRequest } from './billing.ts';

/** What people and commits write to make Slack do something. */
export const hostile = [
  '<!channel>',
  '<@U0HOSTILE>',
  '*x*',
  '<https://evil.example|safe>',
  '> quote',
  '`code`',
  '&lt;!here&gt;',
  '@channel',
];

const word = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  fc.constant('w'.repeat(30)),
);

/** A text of at most so many characters, hostile or long or both. */
export function textOf(most: number): fc.Arbitrary<string> {
  return fc
    .oneof(
      fc.array(word, { minLength: 1, maxLength: 80 }).map((words) => words.join(' ')),
      fc.constant('&'.repeat(most)),
    )
    .map(
      (text) =>
        text
          .replaceAll(/\p{Cc}/gu, ' ')
          .trim()
          .slice(0, most) || 'x',
    )
    .map((text) => text.replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/g, ''))
    .map((text) => text.trim() || 'x');
}

interface Size {
  readonly stages: number;
  readonly checks: number;
  readonly items: number;
  readonly people: number;
  readonly confirms: number;
}

const size: fc.Arbitrary<Size> = fc.record({
  stages: fc.integer({ min: 1, max: 20 }),
  checks: fc.integer({ min: 1, max: 40 }),
  items: fc.integer({ min: 1, max: 60 }),
  people: fc.integer({ min: 1, max: 40 }),
  confirms: fc.integer({ min: 0, max: 15 }),
});

function playbookOf({ stages, checks, items, confirms }: Size, title: string, long: string) {
  const item = (n: number) => ({
    say: `${long} ${n}`.slice(0, 500),
    link: 'docs/a.md',
    ...(n % 2 === 0 ? { evidence: n % 4 === 0 ? 'link' : 'text' } : {}),
  });
  return playbookSchema.parse({
    playbook: 'extreme',
    title: title.slice(0, 60),
    'time-zone': 'Asia/Tokyo',
    references: Array.from({ length: 12 }, (_, n) => ({
      say: title,
      link: n % 2 === 0 ? `docs/${n}.md` : 'https://example.com/a?b=c&d|e',
    })),
    questions: { plan: { ask: title, kind: 'text' } },
    roles: {
      lead: { title: title.slice(0, 60), from: 'slipway.yml', quorum: 2 },
      starter: { title: 'Starter', from: 'starter' },
    },
    stages: [
      { stage: title.slice(0, 60), steps: [{ action: 'open-pull-request', title, from: 'dev', to: 'main', as: 'pr' }] },
      {
        stage: title.slice(0, 60),
        steps: [
          {
            together: [
              ...Array.from({ length: checks }, () => ({
                check: 'ci-green',
                title,
                of: 'pr',
                links: [{ say: title, link: 'x.md' }],
              })),
              { checklist: 'lead', title, items: Array.from({ length: items }, (_, n) => item(n)) },
              {
                'sign-off': 'lead',
                title,
                of: 'pr',
                confirms: Array.from({ length: confirms }, (_, n) => `${n} ${title}`.slice(0, 150)),
              },
              {
                deploy: title,
                title,
                by: ['lead', 'starter'],
                plan: '<plan>',
                watch: '<plan>',
                workflow: 'deploy.yml',
              },
            ],
          },
        ],
      },
      ...Array.from({ length: stages }, () => ({
        stage: title.slice(0, 60),
        steps: [{ announce: 'changelog', title, say: 'x' }],
      })),
    ],
  });
}

/** Every event that people's and machines' words can come in by. */
function storyOf(text: string, release: Release): readonly ReleaseEvent[] {
  const by = 'U0LEAD1';
  const checks = release.plan.filter((p) => p.kind === 'check').map((p) => p.id);
  const [first = '', second = '', third = ''] = checks;
  const events: ReleaseEvent[] = [
    { type: 'SignOffGiven', step: 'sign-off-lead', by, decision: 'changes', comment: text, subject: sha('a') },
    {
      type: 'ChecklistSaved',
      step: 'checklist-lead',
      by,
      ticks: { '0': { ticked: true, evidence: text.slice(0, 1000) } },
    },
    { type: 'StepRead', step: first, outcome: 'fail', sentence: text, link: 'https://example.com/<x>|y' },
  ];
  if (second !== '') events.push({ type: 'StepCompleted', step: second, how: 'outside', by, sentence: text });
  if (third !== '')
    events.push(
      { type: 'StepFailed', step: third, sentence: text, remedy: text },
      { type: 'ReleasePaused', by: 'slipway', reason: text, step: third },
    );
  return [
    ...events,
    { type: 'DeadlinePassed', step: 'checklist-lead', times: 1 },
    { type: 'DeadlinePassed', step: first, times: 1 },
  ];
}

/** Releases at the ends of what a playbook and people may write, at several moments. */
export const extremeRelease: fc.Arbitrary<Release> = fc
  .record({
    size,
    title: textOf(140),
    long: textOf(480),
    text: textOf(3000),
    moment: fc.constantFrom('begun', 'told', 'moved', 'cancelled'),
  })
  .map(({ size: of, title, long, text, moment }) => {
    const lead = Array.from({ length: of.people }, (_, n) => `U0LEAD${n}`);
    const start = billingStarted({
      playbook: playbookOf(of, title, long),
      answers: { plan: text },
      roles: { lead, starter: ['U0MARIA'] },
    });
    const opened = completed('pr', { ...pullRequest, title: text, changes: `${text}\n${long}` });
    const begun = [start, opened];
    if (moment === 'begun') return releaseAfter(...begun);
    const told = [...begun, ...storyOf(text, releaseAfter(...begun))];
    if (moment === 'told') return releaseAfter(...told);
    if (moment === 'cancelled') return releaseAfter(...told, { type: 'ReleaseCancelled', by: 'U0MARIA', reason: text });
    return releaseAfter(...told, {
      type: 'HeadMoved',
      step: 'pr',
      from: sha('a'),
      to: sha('b'),
      sentence: text,
      facts: { title: text },
    });
  });

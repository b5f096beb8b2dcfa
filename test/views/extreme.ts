import fc from 'fast-check';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { playbookSchema } from '../../src/release/playbook.ts';
import type { Release } from '../../src/release/release.ts';
import { inert } from '../../src/views/escape.ts';
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
    say: n % 3 === 1 ? `${n} ${`${long} `.repeat(3000)}`.slice(0, 3000) : `${long} ${n}`.slice(0, 500),
    link: 'docs/a.md',
    ...(n % 2 === 0 ? { evidence: (['link', 'text', 'number', 'file'] as const)[(n / 2) % 4] } : {}),
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
    'break-glass': ['lead', 'second'],
    roles: {
      second: { title: title.slice(0, 60), from: 'slipway.yml' },
      lead: { title: title.slice(0, 60), from: 'slipway.yml', quorum: 2 },
      starter: { title: 'Starter', from: 'starter' },
    },
    stages: [
      {
        stage: title.slice(0, 60),
        steps: [
          {
            action: 'open-pull-request',
            title,
            from: 'dev',
            to: 'main',
            as: 'pr',
            frozen: 'while-signed',
            'except-labels': Array(9).fill('&'.repeat(50)),
          },
        ],
      },
      {
        stage: title.slice(0, 60),
        steps: [
          {
            together: [
              ...Array.from({ length: checks }, () => ({
                check: 'ci-green',
                title,
                of: 'pr',
                waive: ['lead'],
                links: [{ say: title, link: 'x.md' }],
              })),
              { checklist: 'lead', title, items: Array.from({ length: items }, (_, n) => item(n)) },
              {
                'sign-off': 'lead',
                with: ['second'],
                title,
                of: 'pr',
                confirms: Array.from({ length: confirms }, (_, n) => `${n} ${title}`.slice(0, 150)),
              },
              { window: title, title, by: ['lead', 'starter'], lasts: '2h', 'told-in': ['changelog'] },
              {
                deploy: title,
                title,
                by: ['lead', 'starter'],
                with: ['second'],
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
        steps: [{ announce: 'changelog', title, say: 'x', 'reviewed-by': ['lead'], notes: true }],
      })),
    ],
  });
}

/** Every event that people's and machines' words can come in by. */
function storyOf(text: string, release: Release): readonly ReleaseEvent[] {
  const by = 'U0LEAD1';
  const checks = release.plan.filter((p) => p.kind === 'check').map((p) => p.id);
  const [first = '', second = '', third = '', ...others] = checks;
  const given = {
    type: 'SignOffGiven',
    step: 'sign-off-lead',
    by,
    decision: 'changes',
    comment: text,
    subject: sha('a'),
  } as const;
  const window = release.plan.find((p) => p.kind === 'window')?.id ?? '';
  const [from, until] = ['2026-11-20T20:00:00Z', '2026-11-20T22:00:00Z'];
  const events: ReleaseEvent[] = [
    { type: 'WindowScheduled', step: window, by, from, until },
    { type: 'WindowOpened', step: window },
    { type: 'WindowClosed', step: window },
    { type: 'WindowTold', step: window, channel: 'changelog', news: 0, refused: text },
    { type: 'WindowScheduled', step: window, by, from, until, reason: text.slice(0, 1000) },
    given,
    {
      type: 'ChecklistSaved',
      step: 'checklist-lead',
      by,
      ticks: { '0': { ticked: true, evidence: text.slice(0, 1000) } },
    },
    { type: 'StepRead', step: first, outcome: 'fail', sentence: text, link: 'https://example.com/<x>|y' },
  ];
  if (second !== '') events.push({ type: 'StepCompleted', step: second, how: 'outside', by, sentence: text });
  if (second !== '' && third !== '')
    events.push(
      { type: 'BreakGlassAsked', step: third, by: 'U0MARIA', reason: text },
      { type: 'BreakGlassAsked', step: first, by: 'U0MARIA', reason: text },
      { type: 'BreakGlassConfirmed', step: first, by },
      { type: 'StepCompleted', step: first, how: 'forced', by: 'U0MARIA', sentence: text },
      { type: 'DeployRequested', step: release.plan.find((p) => p.kind === 'deploy')?.id ?? '', by: 'U0MARIA' },
      { type: 'DeployConfirmed', step: release.plan.find((p) => p.kind === 'deploy')?.id ?? '', by },
      { ...given, decision: 'approve' },
      { type: 'SignatureRevoked', step: 'sign-off-lead', by, reason: text },
      given,
    );
  if (third !== '')
    events.push(
      { type: 'StepFailed', step: third, sentence: text, remedy: text },
      { type: 'ReleasePaused', by: 'slipway', reason: text, step: third },
    );
  const said = { outcome: 'fail', sentence: text, link: 'https://example.com/<x>|y' } as const;
  const lines = (length: number) => `${text} `.repeat(20).slice(0, length).trim();
  const draft = { draft: inert(lines(3000)), notes: inert(lines(7000), 7000) };
  return [
    { type: 'StepRead', step: release.plan.at(-1)?.id ?? '', outcome: 'wait', sentence: text, facts: draft },
    { type: 'CheckRerunAsked', step: first, by },
    { type: 'CheckRerunAnswered', step: first, askedBy: by, sentence: text },
    ...others.flatMap((step): readonly ReleaseEvent[] => [
      { type: 'StepRead', step, ...said },
      { type: 'CheckWaived', step, by, reason: text.slice(0, 500), said },
    ]),
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
    moment: fc.constantFrom('begun', 'told', 'moved', 'cancelled', 'withdrawn'),
  })
  .map(({ size: of, title, long, text, moment }) => {
    const lead = Array.from({ length: of.people }, (_, n) => `U0LEAD${n}`);
    const start = billingStarted({
      playbook: playbookOf(of, title, long),
      answers: { plan: text },
      roles: { lead, second: lead, starter: ['U0MARIA'] },
    });
    const opened = completed('pr', {
      ...pullRequest,
      title: text,
      pulls: `1 ${text.slice(0, 120)}\n2 ${hostile.join(' ')}`,
      changes: `${text}\n${long}`,
    });
    const begun = [start, opened];
    if (moment === 'begun') return releaseAfter(...begun);
    const told = [...begun, ...storyOf(text, releaseAfter(...begun))];
    if (moment === 'told') return releaseAfter(...told);
    if (moment === 'cancelled') return releaseAfter(...told, { type: 'ReleaseCancelled', by: 'U0MARIA', reason: text });
    if (moment === 'withdrawn') {
      const steps = releaseAfter(...told).plan.flatMap(({ id, kind }) => (kind === 'deploy' ? [id] : []));
      const redeploy = { tag: `v1.4.0-${title}`, version: `1.4.0-${title}`, steps };
      const left = [{ environment: title, because: text }];
      return releaseAfter(...told, { type: 'ReleaseWithdrawn', by: 'U0MARIA', reason: text, redeploy, left });
    }
    return releaseAfter(...told, {
      type: 'HeadMoved',
      step: 'pr',
      from: sha('a'),
      to: sha('b'),
      sentence: text,
      news: Array.from({ length: 9 }, () => text).join('\n'),
      facts: { title: text },
    });
  });

import { describe, expect, it } from 'vitest';
import { readPlaybook } from '../../src/release/read-playbook.ts';

const small = `playbook: small
title: Small
withdraw: { redeploy: [production] }
questions:
  rollout: { ask: Rollout plan, kind: text }
roles:
  manager: { title: Manager, from: starter }
stages:
  - stage: All
    steps:
      - action: pin-commit
        ref: main
        as: candidate
      - action: create-tag
        at: <candidate.sha>
        as: tagged
      - action: run-workflow
        workflow: build.yml
        ref: <tag>
        as: built
      - deploy: staging
        by: [manager]
        inputs: { plan: <rollout> }
      - deploy: production
        by: [manager]
        workflow: deploy.yml
        inputs: { ref: <tag>, commit: <candidate.sha>, where: <region>, id: <run-id> }
        plan: <rollout>
`;

function problemsOf(from = '', to = ''): readonly string[] {
  if (!small.includes(from)) throw new Error(`The small playbook has no ${from}`);
  const read = readPlaybook(small.replace(from, to));
  if ('playbook' in read) return [];
  return read.problems.map(({ line, column, message, fix }) => `${line}:${column} ${message} ${fix}`);
}

describe('withdraw: redeploy:', () => {
  it('names environments of deploy steps, whose commits and own values another version has as well', () => {
    expect(problemsOf()).toEqual([]);
  });

  it('refuses what is no environment, with the nearest that is, and one that is named twice', () => {
    expect(problemsOf('[production]', '[prodction]')).toEqual(['3:24 No step deploys to prodction. Write production.']);
    expect(problemsOf('[production]', '[production, production]')).toEqual([
      '3:36 production is named already. Name it once.',
    ]);
    expect(problemsOf('[production]', '[]')).toHaveLength(1);
  });

  it.each([
    ['<candidate.sha>, where', '<built.run>, where', '<built.run> is what a step of the withdrawn version left'],
    ['where: <region>', 'where: <rollout>', '<rollout> is an answer about the version that is withdrawn'],
  ])('refuses an input that only the withdrawn version has: %s → %s', (from, to, said) => {
    const [problem, ...others] = problemsOf(from, to);
    expect(others).toEqual([]);
    expect(problem).toContain(
      `${said}; for the version before, which withdraw: redeploy: deploys again, it is not known.`,
    );
    expect(problem).toMatch(/^27:\d+ .*or take production out of withdraw: redeploy:\.$/);
  });

  it('refuses a deployment that is repeated for each answer', () => {
    const read = readPlaybook(
      small
        .replace(
          'kind: text }',
          'kind: text }\n  regions: { ask: Regions, kind: folders, under: r/, several: true, each: region }',
        )
        .replace('workflow: deploy.yml\n', 'workflow: deploy.yml\n        for: regions\n'),
    );
    const problems = 'playbook' in read ? [] : read.problems;
    expect(problems).toMatchObject([
      { line: 28, message: expect.stringMatching(/^This step is repeated for each answer/) },
    ]);
  });
});

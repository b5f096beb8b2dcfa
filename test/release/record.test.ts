import { describe, expect, it } from 'vitest';
import { evidenceDocument } from '../../src/release/evidence.ts';
import { releaseRecord } from '../../src/release/record.ts';
import { releaseAfter, sha, upTo } from './given.ts';

describe('the record of a release', () => {
  const record = releaseRecord(releaseAfter(...upTo.published()));
  const stepOf = (id: string) => record.steps.find((s) => s.id === id);

  it('says what was released, from what, through which pull request, by which playbook', () => {
    expect(record).toMatchObject({
      version: '1.5.0',
      tag: 'v1.5.0',
      commit: sha('b'),
      pullRequest: { number: 12, head: sha('a') },
      playbook: { name: 'backend-service', digest: 'sha256:test' },
      startedBy: { slack: 'U-maria', github: 'maria-r' },
    });
  });

  it('says who signed what when, and who ticked which item', () => {
    expect(stepOf('sign-off-backend-lead')?.signOffs).toEqual([
      {
        by: { slack: 'U-lena', github: 'lena-b' },
        role: 'backend-lead',
        decision: 'approve',
        subject: sha('a'),
        at: '2026-11-20T05:08:00.000Z',
        confirmed: ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'],
      },
    ]);
    expect(stepOf('checklist-release-manager')?.items).toHaveLength(3);
    expect(stepOf('checklist-release-manager')?.items?.[0]).toMatchObject({ ticked: true, by: { slack: 'U-maria' } });
  });

  it('says of every step how and when it was done; the rest is open', () => {
    expect(stepOf('tagged')).toMatchObject({ status: 'done', how: 'made', result: 'done', facts: { sha: sha('b') } });
    expect(stepOf('deployed')).toMatchObject({ status: 'active' });
    expect(record.steps.map(({ id }) => id)).toContain('checklist-operations');
  });
});

describe('the evidence document', () => {
  it('lists what is finished, with people, times and evidence, and nothing typed becomes markup', () => {
    const text = evidenceDocument(
      releaseAfter(
        ...upTo.published(),
        { type: 'DeployRequested', step: 'deployed', by: 'U-maria' },
        {
          type: 'StepCompleted',
          step: 'deployed',
          how: 'outside',
          by: 'U-omar',
          sentence: 'by <b>hand</b>, see @omar',
          link: 'https://ci.example/a b',
        },
        {
          type: 'ChecklistSaved',
          step: 'checklist-operations',
          by: 'U-omar',
          ticks: {
            '0': { ticked: true, evidence: 'https://grafana.example/d/1' },
            '1': { ticked: true, evidence: '# none *fired*' },
          },
        },
      ),
    );
    expect(text).toContain('# Evidence of billing 1.5.0');
    expect(text).toContain('commit bbbbbbb');
    expect(text).toContain(`  - lena-b: approve of ${sha('a')}, 2026-11-20T05:08:00.000Z`);
    expect(text).toContain('; evidence: <https://grafana.example/d/1>');
    expect(text).toContain('; evidence: \\# none \\*fired\\*');
    expect(text).toContain(
      '[Deploy to production](<https://ci.example/a%20b>): by \\<b\\>hand\\</b\\>, see @&#8203;omar (outside by U-omar',
    );
  });
});

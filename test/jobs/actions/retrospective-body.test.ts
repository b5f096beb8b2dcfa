import { expect, it } from 'vitest';
import { retrospectiveBody } from '../../../src/jobs/actions/retrospective-body.ts';
import type { ReleaseEvent } from '../../../src/release/events.ts';
import { releaseAfter, sha, upTo } from '../../release/given.ts';

it('what checklists say and which signatures became void stand in the retrospective', () => {
  const ticked: ReleaseEvent = {
    type: 'ChecklistSaved',
    step: 'checklist-operations',
    by: 'U-omar',
    ticks: {
      '0': { ticked: true, evidence: 'https://metrics.example/1' },
      '1': { ticked: true, evidence: 'One *false* alarm' },
    },
  };
  const moved: ReleaseEvent = {
    type: 'HeadMoved',
    step: 'pr',
    from: sha('a'),
    to: sha('c'),
    sentence: 'Pushed.',
    facts: {},
  };
  const release = releaseAfter(...upTo.signed(), moved, ticked);
  const body = retrospectiveBody(release, 'key', new Date('2026-11-20T09:00:00Z'));
  expect(body).toContain(
    '## What the checklists say\n\n- Metrics are normal: https://metrics.example/1\n- No alarm has fired since the deployment: One \\*false\\* alarm',
  );
  expect(body).toContain(
    `## Signatures that became void\n\n- 2026-11-20 14:08 JST: Backend lead signs, approved by lena-b at ${sha('a').slice(0, 7)}`,
  );
  expect(body).toMatch(/<!-- Slipway-Lessons: 0 -->\n<!-- Slipway-Release: key -->$/);
});

import { describe, expect, it } from 'vitest';
import { plannedStep, type Release } from '../../src/release/release.ts';
import { issuesModal, readIssuesForm } from '../../src/views/issues-modal.ts';
import { releaseAfter, started } from '../release/given.ts';
import { issuesPlaybook, stoppedBy } from '../release/issues-playbook.ts';
import { flawsOfModal } from './read.ts';

function modalOf(release: Release) {
  const planned = plannedStep(release, 'issues');
  if (planned === undefined) throw new Error('no such step');
  return issuesModal(release, planned, { first: [], command: '/release' });
}

describe('the form by which issues are settled', () => {
  it('is one that Slack takes, with as many issues as are kept and titles that would shout', () => {
    const all = Array.from({ length: 100 }, (_, n) => n + 1);
    const release = releaseAfter(started({ playbook: issuesPlaybook(), answers: {} }), stoppedBy(...all));
    const modal = modalOf(release);
    expect(flawsOfModal(modal)).toEqual([]);
    expect(JSON.stringify(modal.blocks)).not.toMatch(/<!channel>|[^\u200B]\*thing\*/);
  });

  it('reads only what it offered, and nothing from what it did not write', () => {
    const how = (value: string) => ({ how: { selected_option: { value } } });
    expect(
      readIssuesForm({
        'issue-12': how('completed'),
        'issue-13': how('leave'),
        'issue-14': how('delete'),
        'issue-x': how('deferred'),
        reason: { reason: { value: 'Why' } },
      }),
    ).toEqual({ chosen: [{ number: 12, how: 'completed' }], reason: 'Why' });
    expect(readIssuesForm(null)).toEqual({ chosen: [], reason: '' });
  });
});

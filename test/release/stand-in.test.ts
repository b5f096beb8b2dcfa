import { describe, expect, test } from 'vitest';
import { playbookSchema } from '../../src/release/playbook.ts';
import { playbookAloud } from '../../src/release/playbook-aloud.ts';
import { meaningFindings } from '../../src/release/playbook-meaning.ts';
import { timelineMessage } from '../../src/views/timeline-message.ts';
import { waitingLines } from '../../src/views/waiting-lines.ts';
import { billing } from '../views/billing.ts';
import { backendService, completed } from './given.ts';

/** The backend service's playbook, whose leads are stood in for like this. */
function standingIn(more: Readonly<Record<string, unknown>>) {
  const lead = { ...backendService.roles['backend-lead'], ...more };
  return playbookSchema.parse({ ...backendService, roles: { ...backendService.roles, 'backend-lead': lead } });
}

describe('a stand-in', () => {
  test.each([
    [{ 'stand-in': 'operation', 'stand-in-after': '8h' }, 'There is no role operation.', 'Write operations.'],
    [{ 'stand-in': 'backend-lead', 'stand-in-after': '8h' }, 'backend-lead cannot stand in for itself.', undefined],
    [{ 'stand-in': 'operations' }, 'It does not say when the stand-in is asked.', 'Add stand-in-after: 8h.'],
    [{ 'stand-in-after': '8h' }, '“stand-in-after” says when, but nobody stands in.', undefined],
  ])('%j is a mistake', (more, message, fix) => {
    const found = [...meaningFindings(standingIn(more))];
    expect(found.map((one) => one.message)).toEqual([message]);
    if (fix !== undefined) expect(found[0]?.fix).toBe(fix);
  });

  test('that is well described is none, and is read aloud', () => {
    const playbook = standingIn({ 'stand-in': 'operations', 'stand-in-after': '8h' });
    expect([...meaningFindings(playbook)]).toEqual([]);
    expect(playbookAloud(playbook).replaceAll(/\s+/g, ' ')).toContain(
      'What waits for them for 8 hours may be done by Operations too.',
    );
  });

  test('is asked in the thread, with the button, and stands on the card', () => {
    const playbook = standingIn({ 'stand-in': 'operations', 'stand-in-after': '8h' });
    const escalated = { type: 'Escalated', step: 'sign-off-backend-lead', role: 'operations' } as const;
    const release = billing('pullRequest', [completed('ci-green'), completed('request-review'), escalated], {
      playbook,
    });
    const told = JSON.stringify(timelineMessage(release, escalated));
    expect(told).toContain(
      '🆙 Escalated: *Backend lead signs* has waited long for <@U0LENA> or <@U0TOM>; <@U0OMAR> of *Operations*: you may do it too.',
    );
    expect(told).toContain('Review and sign');
    expect(waitingLines(release).join('\n')).toContain('<@U0OMAR> of *Operations* may do it too: it has waited long.');
  });
});

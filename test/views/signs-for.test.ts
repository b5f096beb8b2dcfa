import { expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { signOffModal } from '../../src/views/sign-off-modal.ts';
import { billing, billingStarted, githubUrl } from './billing.ts';

const handedOn: ReleaseEvent = {
  type: 'DelegationGiven',
  role: 'backend-lead',
  from: 'U0LENA',
  to: 'U0SARA',
  until: '2026-11-27T09:00:00Z',
  reason: 'On a train',
};
const { component: billed } = billingStarted();
const component = { ...billed, github: { ...billed.github, U0SARA: 'sara-s' } };
const shownTo = (person: string): string =>
  JSON.stringify(
    signOffModal(billing('pullRequest', [handedOn], { component }), 'sign-off-backend-lead', githubUrl, { person }),
  );

it('who signs in somebody’s place reads for whom, in which role and until when; who signs for themselves does not', () => {
  expect(shownTo('U0SARA')).toMatch(/🤝 You sign for <@U0LENA>, who handed \*Backend lead\* to you until <!date/);
  expect(shownTo('U0LENA')).not.toContain('You sign for');
});

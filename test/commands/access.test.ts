import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateOf, type Standing } from '../../src/commands/access.ts';
import type { Story } from '../../src/commands/story.ts';
import { Outage } from '../../src/release/outside-errors.ts';
import { button, section } from '../../src/views/blocks.ts';
import { type StartRig, startRig } from './start-rig.ts';

/** A gate before people of these standings; `silent`: Slack does not answer, and knows nobody from before. */
function gate(standing: Standing | 'silent') {
  const person = standing === 'silent' ? undefined : { standing };
  return gateOf({
    workspace: 'T0SLIPWAY',
    people: {
      known: () => person,
      async get() {
        if (person === undefined) throw new Outage('Slack cannot be reached.');
        return person;
      },
    },
  });
}
const backend = '#dev-backend-github';
const visitor = { person: 'U0SOMEBODY', team: 'T0SLIPWAY', wants: 'act' } as const;

describe('the gate', () => {
  test('lets members of the workspace through', async () => {
    expect(await gate('member')(visitor)).toBeUndefined();
  });

  test.each([
    ['guest', 'Guests cannot use Slipway. Ask a full member of this workspace to do it.'],
    ['bot', 'Bots and apps cannot use Slipway: a release is run by people.'],
    ['deactivated', 'This account is deactivated in Slack, so Slipway takes nothing from it.'],
    [
      'outsider',
      'You belong to another workspace. Slipway serves only the workspace it is installed in; ask somebody of the team there.',
    ],
    ['unknown', 'Slack does not know you in this workspace, so Slipway takes nothing from this account.'],
  ] as const)('tells a %s why not', async (standing, sentence) => {
    expect(await gate(standing)(visitor)).toBe(sentence);
  });

  test('believes what Slack says of the workspace before it asks for the person', async () => {
    expect(await gate('member')({ ...visitor, team: 'T0PARTNER' })).toContain('You belong to another workspace.');
  });

  test('opens a form for somebody whom Slack does not tell about in time, but records nothing of theirs', async () => {
    expect(await gate('silent')({ ...visitor, wants: 'look' })).toBeUndefined();
    expect(await gate('silent')(visitor)).toBe(
      'Slack does not tell Slipway who you are at this moment, so nothing was done. Try again in a moment.',
    );
  });
});

describe('in Slack', () => {
  let on: StartRig;
  const pressed: string[] = [];
  const door: Story = {
    words: [
      {
        word: 'door',
        usage: 'door',
        says: 'Puts up a button for everybody.',
        run: ({ respond }) =>
          respond(
            {
              text: 'A door',
              blocks: [
                section('A door'),
                {
                  type: 'actions',
                  elements: [
                    button({ action: 'door:knock', words: 'Knock', value: 'x' }),
                    button({ action: 'door:peek', words: 'Peek', value: 'x' }),
                  ],
                },
              ],
            },
            'all',
          ),
      },
    ],
    actions: { 'door:knock': async ({ person }) => void pressed.push(person) },
    opens: { 'door:peek': async ({ person }) => void pressed.push(`${person} peeks`) },
  };
  beforeAll(async () => {
    on = await startRig({ stories: [door] });
  }, 60_000);
  afterAll(() => on[Symbol.asyncDispose]());

  test('a click from another organisation is refused, though it arrives', async () => {
    await on.slack.person('maria').types('#with-partner', '/release door');
    const olaf = on.slack.person('olaf');
    await olaf.sees('#with-partner', 'A door');
    await olaf.clicks('Knock', { in: '#with-partner' });
    await olaf.sees('#with-partner', 'You belong to another workspace.');
    await on.slack.person('maria').clicks('Knock', { in: '#with-partner' });
    await on.slack.idle();
    expect(pressed).toEqual(['U0MARIA']);
  });

  test('while Slack does not tell who somebody is, forms open and nothing of theirs is recorded', async () => {
    await on.slack.person('maria').types(backend, '/release door');
    await on.slack.fault({ method: 'users.info', kind: '5xx', times: 1000 });
    const refused =
      'Slack does not tell Slipway who you are at this moment, so nothing was done. Try again in a moment.';
    const before = pressed.length;
    for (const [who, line] of [
      ['lena', 'pause too many alarms'],
      ['tom', 'resume'],
      ['omar', 'retry'],
      ['kenji', 'deploy'],
    ] as const) {
      await on.slack.person(who).types(backend, `/release ${line}`);
      await on.slack.person(who).sees(backend, refused);
    }
    const sara = on.slack.person('sara');
    await sara.sees(backend, 'A door');
    await sara.clicks('Knock', { in: backend });
    await sara.sees(backend, refused);
    expect(pressed).toHaveLength(before);
    await sara.clicks('Peek', { in: backend });
    await sara.until('the look', async () => pressed.at(-1) === 'U0SARA peeks');
    await sara.types(backend, '/release cancel');
    await sara.sees(backend, 'No release is running in this channel.'); // it would only have opened a form
    await on.slack.clearFaults();
    await sara.clicks('Knock', { in: backend });
    await sara.until('the knock', async () => pressed.at(-1) === 'U0SARA');
  }, 60_000);

  test('a button of a version that is gone says so', async () => {
    const ben = on.slack.person('ben');
    const old = {
      type: 'button' as const,
      action_id: 'gone:for-good',
      text: { type: 'plain_text' as const, text: 'Old' },
    };
    await on.posts.post({
      channel: 'C0BACKEND',
      message: { text: 'old', blocks: [{ type: 'actions', elements: [old] }] },
      key: 'old',
    });
    await ben.clicks('Old', { in: '#dev-backend-github' });
    await ben.sees('#dev-backend-github', 'This button is of another version of Slipway.');
  });
});

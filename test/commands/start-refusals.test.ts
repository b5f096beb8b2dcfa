import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { slipwayFile } from '../../src/slipway-file.ts';
import { billing, type StartRig, startRig } from './start-rig.ts';

const backend = '#dev-backend-github';
const typed = {
  'Which features?': ['tax-rounding'],
  'Rollout plan': 'Omar deploys',
  'What to watch after the deployment': 'Captures',
};

let on: StartRig;
let maria: PersonClient;
beforeAll(async () => {
  on = await startRig();
  maria = on.slack.person('maria');
}, 60_000);
afterAll(() => on[Symbol.asyncDispose]());
afterEach(async () => {
  await maria.closes({ all: true }).catch(() => undefined);
  expect(on.troubles.splice(0)).toEqual([]);
  configure({ billing });
  await Promise.all([on.slack.clearFaults(), on.github.clearFaults()]);
  expect(await on.releases.listOpen()).toEqual([]);
  expect(on.troubles.splice(0)).toEqual([]);
  expect((await on.slack.refusals()).map(({ where, error }) => `${where}: ${error}`)).toEqual([]);
});

function configure(components: Readonly<Record<string, unknown>>): void {
  on.slipway = slipwayFile.parse({ ...on.slipway, 'working-hours': undefined, components });
}

/** What the newest answer to a line says. */
async function answerTo(person: PersonClient, where: string, line: string): Promise<string> {
  const before = (await person.channel(where)).length;
  await person.types(where, line);
  const messages = await person.until(`an answer to ${line}`, async () => {
    const all = await person.channel(where);
    return all.length > before ? all : undefined;
  });
  return messages.at(-1)?.rendered ?? '';
}

async function opens(person = maria, line = '/release start'): Promise<void> {
  await person.types(backend, line);
  await person.until('the filled form', async () => {
    const text = (await person.modal())?.text ?? '';
    return text.includes('Next version') && !text.includes('GitHub is asked');
  });
}

/** The errors of a form filled in with these. */
async function errorsOf(values: Readonly<Record<string, unknown>>, person = maria) {
  await person.fills({ ...typed, ...values });
  return (await person.submits()).errors;
}

describe('where a release may be started', () => {
  test('not in a direct message', async () => {
    expect(await answerTo(maria, 'dm', '/release start')).toBe(
      'A release is started where its component lives, not in a direct message: billing in #dev-backend-github. Type `/release start` there.',
    );
  });

  test('not in a channel where no component lives', async () => {
    expect(await answerTo(maria, '#random', '/release start')).toBe(
      "No component lives in this channel. Start releases here: billing in #dev-backend-github. Or put this channel's id (C0RANDOM) under a component in slipway.yml.",
    );
  });

  test('not where another component lives', async () => {
    expect(await answerTo(maria, '#random', '/release start billing')).toBe(
      'billing lives in #dev-backend-github. Type `/release start billing` there.',
    );
  });

  test('not a component that nobody knows', async () => {
    expect(await answerTo(maria, backend, '/release start biling')).toBe(
      'Slipway knows no component or kind of version “biling”. Did you mean `/release start billing`?',
    );
    expect(await answerTo(maria, backend, '/release start something-else')).toBe(
      'Slipway knows no component or kind of version “something-else”. Write `/release start [component] [patch|minor|major|hotfix]`.',
    );
  });

  test('not in a channel shared with another organisation', async () => {
    configure({ billing: { ...billing, channel: 'C0SHARED' } });
    expect(await answerTo(maria, '#with-partner', '/release start')).toContain(
      'This channel is shared with another organisation (Slack Connect)',
    );
  });

  test('not in a channel that Slipway is not in', async () => {
    configure({ billing: { ...billing, channel: 'C0RANDOM' } });
    await on.slack.change({ change: 'remove-bot', channel: 'random' });
    expect(await answerTo(maria, '#random', '/release start')).toContain(
      'Slipway is not in this channel, so it cannot post the release card. Invite it: `/invite @slipway`',
    );
  });

  test('not in a channel that was archived', async () => {
    configure({ billing: { ...billing, channel: 'C0CHANGELOG' } });
    await maria.types('#changelog', '/release start');
    await maria.until('the form', () => maria.modal());
    await maria.until('the filled form', async () => (await maria.modal())?.text.includes('v1.5.0'));
    await on.slack.change({ change: 'archive', channel: 'changelog' });
    on.forget();
    expect(await errorsOf({})).toEqual({
      'Kind of version':
        'This channel is archived, so its release could tell nobody anything. Unarchive it, or put another channel into slipway.yml.',
    });
    await on.slack.change({ change: 'unarchive', channel: 'changelog' });
    on.forget();
  });
});

describe('who may start', () => {
  test('no guest', async () => {
    expect(await answerTo(on.slack.person('gus'), backend, '/release start')).toBe(
      'Guests cannot use Slipway. Ask a full member of this workspace to do it.',
    );
  });

  test('nobody else where slipway.yml names who may', async () => {
    configure({ billing: { ...billing, roles: { ...billing.roles, 'release-manager': { people: ['U0LENA'] } } } });
    expect(await answerTo(maria, backend, '/release start')).toBe(
      'Only the role Release manager may start this release. Ask @lena.',
    );
  });

  test('a person who became a guest while the form was open', async () => {
    const ana = on.slack.person('ana');
    await opens(ana);
    await on.slack.change({ change: 'make-guest', person: 'ana' });
    on.forget();
    await ana.fills(typed);
    expect((await ana.submits()).kind).toBe('updated');
    expect(await ana.sees('modal', 'Guests cannot use Slipway.')).toContain('Close');
    await ana.closes();
  });
});

describe('who may fill a role', () => {
  test('only those whom slipway.yml names', async () => {
    await opens();
    expect(await errorsOf({ Operations: ['ben', 'omar'] })).toEqual({
      Operations: 'Ben Walker may not be Operations. Those who may: Omar Okafor and Kenji Sato.',
    });
  });

  test('enough others than the one who starts', async () => {
    const lena = on.slack.person('lena');
    await opens(lena);
    expect(await errorsOf({ 'Backend lead': ['lena'] }, lena)).toEqual({
      'Backend lead':
        'One person has to sign as Backend lead, but none of those chosen can: Lena Bauer starts the release, and may not sign it.',
    });
    await lena.closes();
  });

  test('enough others than those who wrote the changes', async () => {
    configure({ billing: { ...billing, roles: { ...billing.roles, 'backend-lead': { people: ['U0BEN', 'U0TOM'] } } } });
    await opens();
    expect(await errorsOf({ 'Backend lead': ['ben'] })).toEqual({
      'Backend lead':
        'One person has to sign as Backend lead, but none of those chosen can: Ben Walker wrote part of the changes, and may not sign it.',
    });
  });

  test('nobody who has left', async () => {
    configure({ billing: { ...billing, roles: { ...billing.roles, operations: { people: ['U0OMAR', 'U0GONE'] } } } });
    await opens();
    expect(await errorsOf({})).toEqual({ Operations: 'Gina Gone is deactivated in Slack, so choose somebody else.' });
  });

  test('an empty user group is named', async () => {
    configure({ billing: { ...billing, roles: { ...billing.roles, 'backend-lead': { group: 'S0EMPTY' } } } });
    await opens();
    const sentence = 'The user group @nobody-yet, which fills Backend lead, has no members. Add people to it in Slack.';
    expect((await maria.modal())?.text).toContain('which fills Backend lead, has no members.');
    expect(await errorsOf({})).toEqual({ 'Kind of version': sentence });
  });

  test('a user group that is not there is named', async () => {
    configure({ billing: { ...billing, roles: { ...billing.roles, 'backend-lead': { group: 'S0WRONG' } } } });
    await opens();
    expect((await maria.modal())?.text).toContain(
      'Backend lead is filled from the user group S0WRONG, which Slack does not know. Correct it in slipway.yml.',
    );
  });
});

describe('what can be released', () => {
  const repository = () => on.github.repository('acme/billing');

  test('a branch that is there', async () => {
    on.playbook = { ...on.playbook, 'released-from': 'develop' };
    await maria.types(backend, '/release start');
    const shown = await maria.sees('modal', 'Retry');
    expect(shown).toMatch(/cannot compare v1\.4\.2 with develop|has no branch develop/);
    on.playbook = { ...on.playbook, 'released-from': 'dev' };
  });

  test('folders that are there', async () => {
    await opens();
    await repository().pushes('ana-d', 'dev', { 'outputs/late-fee/note.md': 'new' }, 'feat: late fee');
    await maria.fills(typed);
    expect((await maria.submits()).kind).toBe('updated');
    expect(await maria.sees('modal', 'The form has changed since it was shown')).toContain('Omar deploys');
    expect(await errorsOf({ 'Which features?': [] })).toEqual({
      'Which features?': 'Please complete this required field.',
    });
  });

  test('something new', async () => {
    const tip = (await repository().refs('refs/heads/dev'))[0]?.sha ?? '';
    await repository().tags('maria-r', 'v1.9.0', tip);
    await opens();
    await maria.sees('modal', 'Nothing is new on dev since v1.9.0.');
    expect(await errorsOf({})).toEqual({
      'Kind of version': 'Nothing is new on dev since v1.9.0, so there is nothing to release.',
    });
    await repository().deletesTag('maria-r', 'v1.9.0');
  });

  test('nothing while GitHub says nothing', async () => {
    on.forget();
    await on.github.fault({ kind: 'reset-before', path: /^\/repos/, times: 40 });
    await maria.types(backend, '/release start');
    await maria.sees('modal', 'Retry');
    await maria.fills({ 'Rollout plan': 'x', 'What to watch after the deployment': 'y' });
    const { errors } = await maria.submits();
    expect(errors?.['Kind of version']).toContain('Nothing was started, and nothing you typed is lost');
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReleaseStarted } from '../../src/release/events.ts';
import { slipwayFile } from '../../src/slipway-file.ts';
import { billingStarted, storyTo } from '../views/billing.ts';
import { billing, type StartRig, startRig } from './start-rig.ts';

const home = '#dev-backend-github';
let rig: StartRig;
let number = 0;
let component = '';
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(() => {
  number += 1;
  component = `billing${number}`;
  rig.slipway = slipwayFile.parse({
    ...rig.slipway,
    commands: undefined,
    'working-hours': undefined,
    components: { [component]: billing },
  });
});
afterEach(async () => {
  expect(rig.troubles).toEqual([]);
  expect(await rig.slack.refusals()).toEqual([]);
});

/** A release of a component of its own, whose checklist is waited for. */
async function begins(change: Partial<ReleaseStarted> = {}): Promise<string> {
  const id = `${component}-1.5.0-abc123`;
  const started = billingStarted(change);
  const github = { ...started.component.github, U0SARA: 'sara-s', U0OMAR: 'omar-o' };
  await rig.execute(id, {
    ...started,
    type: 'StartRelease',
    component: { ...started.component, name: component, github },
  });
  for (const event of storyTo('ready'))
    if (event.type === 'StepCompleted')
      await rig.execute(id, { type: 'RecordCompletion', step: event.step, attempt: 1, how: 'made', sentence: 'done' });
  await rig.settle(id);
  return id;
}

/** Ends what began, so that the next story finds one release in the channel. */
async function over(id: string): Promise<void> {
  await rig.execute(id, { type: 'Cancel', by: 'U0MARIA', reason: 'over' });
}

describe('/release role', () => {
  it('gives a role to other people, tells it, and asks them for what waits', async () => {
    const id = await begins();
    const maria = rig.slack.person('maria');
    await maria.types(home, `/release role ${component}`);
    await maria.sees('modal', '*Release manager* now: @maria');
    await maria.fills({ Role: 'Operations' });
    await maria.sees('modal', '*Operations* now: @omar');
    await maria.fills({ 'Who is it from now on?': ['ben'], 'Why? It goes into the record.': 'Omar is ill' });
    expect((await maria.submits()).errors).toEqual({
      'Who is it from now on?':
        'Only those whom slipway.yml entitles may be Operations. Choose among them, or change slipway.yml. Ask Omar Okafor or Kenji Sato.',
    });
    await maria.fills({ 'Who is it from now on?': ['kenji'] });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    await rig.settle(id);
    await maria.sees(home, '👥 *Operations* is now @kenji, changed by @maria: Omar is ill');

    await maria.types(home, `/release role ${component}`);
    await maria.sees('modal', '*Release manager* now: @maria');
    await maria.fills({ 'Who is it from now on?': ['sara'], 'Why? It goes into the record.': 'On holiday' });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    await rig.settle(id);
    await maria.sees(home, '@sara: this waits for you now: *Expectations*');
    expect((await rig.execute.load(id))?.roles['release-manager']).toEqual(['U0SARA']);
    await over(id);
  });

  it('follows the group again where all of it is chosen', async () => {
    const id = await begins();
    const maria = rig.slack.person('maria');
    await maria.types(home, `/release role ${component} backend-lead`);
    await maria.sees('modal', '*Backend lead* now: @lena and @tom');
    await maria.fills({
      'Who is it from now on?': ['lena', 'tom'],
      'Why? It goes into the record.': 'As in the group',
    });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    expect((await rig.execute.load(id))?.sources).toEqual({
      'backend-lead': { kind: 'group', id: 'S0LEADS', follows: true },
    });
    await over(id);
  });

  it('takes no guest, no empty reason, and nobody who does not run the release', async () => {
    const id = await begins();
    const maria = rig.slack.person('maria');
    await rig.slack.person('ana').types(home, `/release role ${component}`);
    await rig.slack.person('ana').sees(home, 'Only those who run this release may do that. Ask @maria.');
    await maria.types(home, `/release role ${component}`);
    await maria.sees('modal', '*Release manager* now: @maria');
    await maria.fills({ 'Who is it from now on?': ['gus'], 'Why? It goes into the record.': 'x' });
    expect((await maria.submits()).errors).toEqual({
      'Who is it from now on?': 'Gus Guest is a guest in this workspace, so choose somebody else.',
    });
    await maria.fills({ 'Who is it from now on?': ['sara'], 'Why? It goes into the record.': '  ' });
    expect((await maria.submits()).errors).toEqual({
      'Why? It goes into the record.': 'Say why: the reason goes into the record.',
    });
    await maria.closes();
    await over(id);
  });
});

describe('/release delegate', () => {
  const tomorrow = () => new Date(Date.now() + 24 * 3_600_000).toISOString();

  it('hands a role on until a time, shows it, and ends it', async () => {
    const id = await begins();
    const [lena, sara] = [rig.slack.person('lena'), rig.slack.person('sara')];
    await lena.types(home, `/release delegate ${component}`);
    await lena.sees('modal', 'Somebody else may act for you');
    const filled = { 'To whom?': 'maria', 'Until when?': tomorrow(), 'Why? It goes into the record.': 'On a train' };
    await lena.fills(filled);
    expect((await lena.submits()).errors).toEqual({
      'To whom?': 'They started this release, so they may not sign for you. Choose somebody else.',
    });
    await lena.fills({ 'To whom?': 'gus' });
    expect((await lena.submits()).errors).toEqual({
      'To whom?': 'Gus Guest is a guest in this workspace, so choose somebody else.',
    });
    await lena.fills({ 'To whom?': 'sara', 'Until when?': new Date(Date.now() - 60_000).toISOString() });
    expect((await lena.submits()).errors).toEqual({ 'Until when?': 'That time is over. Choose a later one.' });
    await lena.fills({ 'Until when?': tomorrow() });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    await rig.settle(id);
    await lena.sees(home, /🤝 @lena hands \*Backend lead\* to @sara until .*: On a train/);
    expect((await rig.execute.load(id))?.delegations).toMatchObject([{ from: 'U0LENA', to: 'U0SARA' }]);

    await sara.types(home, `/release delegate ${component}`);
    await sara.sees('modal', /What was handed to you in .*@sara acts as \*Backend lead\* for @lena until/s);
    await sara.clicks('End it now', { in: 'modal' });
    await sara.sees('modal', '@sara no longer acts for @lena');
    await sara.closes({ all: true });
    await rig.settle(id);
    await sara.sees(home, '🤝 @sara no longer acts as *Backend lead* for @lena: ended by @sara.');
    expect((await rig.execute.load(id))?.delegations).toEqual([]);
    await over(id);
  });

  it('is refused to who holds no role', async () => {
    const id = await begins();
    const ben = rig.slack.person('ben');
    await ben.types(home, `/release delegate ${component}`);
    await ben.sees(home, 'You hold no role of');
    await over(id);
  });
});

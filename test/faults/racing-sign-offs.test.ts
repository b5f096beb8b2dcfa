import { afterEach, expect, it } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import type { SlackWorld } from '../../sandbox/slack/world.ts';
import { workspace } from '../../sandbox/workspace.ts';
import { card, messagesWith } from '../journeys/sights.ts';
import { backend } from '../journeys/world.ts';
import { storeKind } from '../stores.ts';
import { type Fleet, startFleet } from './rig/fleet.ts';
import { ownSetup } from './rig/own-setup.ts';
import { readLog } from './rig/read-log.ts';

const leads = Array.from({ length: 40 }, (_, n) => `lead${n + 1}`);
const idOf = (lead: string): string => `U0${lead.toUpperCase()}`;

const everybody: SlackWorld = {
  ...workspace,
  people: [...workspace.people, ...leads.map((name) => ({ id: idOf(name), name, realName: `Lead ${name.slice(4)}` }))],
  channels: workspace.channels.map((one) =>
    one.id === 'C0BACKEND' ? { ...one, members: [...(one.members ?? []), ...leads] } : one,
  ),
};

/** Nobody's signature can be left out: each role needs all of its people. */
const playbook = {
  playbook: 'everybody-signs',
  title: 'Everybody signs',
  'released-from': 'dev',
  roles: {
    'release-manager': { title: 'Release manager', from: 'starter' },
    north: { title: 'North', quorum: 20 },
    south: { title: 'South', quorum: 20 },
  },
  stages: [
    {
      stage: 'Signing',
      steps: [
        { action: 'pin-commit', title: 'What is released', ref: 'dev', as: 'pin' },
        {
          'sign-off': 'north',
          with: ['south'],
          title: 'Everybody signs',
          of: 'pin',
          as: 'signed',
          confirms: ['I read it'],
        },
      ],
    },
    {
      stage: 'After',
      steps: [{ checklist: 'release-manager', title: 'Afterwards', items: [{ say: 'All is swept' }] }],
    },
  ],
};
const roles = { north: { people: leads.slice(0, 20).map(idOf) }, south: { people: leads.slice(20).map(idOf) } };

let fleet: Fleet | undefined;
let remove: (() => Promise<void>) | undefined;
afterEach(async () => {
  await fleet?.dispose();
  await remove?.();
});

/** The sign-off before everybody, ticked and decided. */
async function opensSignOff(lead: PersonClient): Promise<void> {
  await lead.clicks('Review and sign', { in: backend });
  await lead.sees('modal', 'I read it');
  await lead.fills({ 'To approve, confirm': ['I read it'], 'Your decision': 'Approve' });
}

/** All that a machine may say which is too slow for Slack's three seconds; nothing is lost by it, and people press again. */
const tooSlow = /Try again|takes longer than Slack waits/;

/** A machine that answers all of them a look within this time has to take all of their signatures at once. */
const quickMs = 500;

/** Presses the button, some of them twice, until it is done; how often it was told to try again. What is there already is said to be. */
async function presses(lead: PersonClient, twice: boolean): Promise<number> {
  const answers = await Promise.all(twice ? [lead.submits(), lead.submits()] : [lead.submits()]);
  const told = answers.flatMap(({ message, errors }) => [message ?? [], Object.values(errors ?? {})].flat());
  expect(told.filter((sentence) => !tooSlow.test(sentence))).toEqual([]);
  const shown = (await lead.modal())?.text ?? 'nothing: the form is closed';
  if (told.length < answers.length || !shown.includes('I read it')) {
    expect(shown).toMatch(/the form is closed|already/);
    return told.length;
  }
  return told.length + (await presses(lead, false));
}

it('forty people sign at once, through all processes, some twice: each counts once, and the step is done once', async () => {
  const setup = await ownSetup(playbook, { billing: { playbook: playbook.playbook, roles, values: {} } });
  remove = setup.remove;
  const environment = { ...setup.environment, SWEEP_SECONDS: '5' }; // as in production: what is brought up to date later is not found before
  const world = await startFleet({ store: storeKind, people: everybody, environment });
  fleet = world;
  const { person, slack } = world;
  const maria = person('maria');
  expect(await maria.types(backend, '/release start billing')).toMatchObject({ ok: true });
  await maria.until('a form that can be sent', async () => (await maria.submits()).kind === 'closed');
  await maria.sees(backend, 'and sign: *Everybody signs*');
  for (const name of leads) await opensSignOff(person(name));

  const looking = performance.now();
  await Promise.all(leads.map((name) => person(name).types(backend, '/release status')));
  const looked = performance.now() - looking;
  const began = performance.now();
  const again = await Promise.all(leads.map((name, n) => presses(person(name), n % 5 === 0)));
  const ms = Math.round(performance.now() - began);
  console.info(`${leads.length} people signed within ${ms} ms; told to try again: ${again.reduce((a, b) => a + b)}.`);
  if (looked < quickMs) expect(again.filter((times) => times > 0)).toEqual([]);
  await maria.sees(backend, 'please answer the checklist *Afterwards*');
  await maria.until('a card that is up to date', async () => {
    const now = await card(world, / · Everybody signs/);
    return now.includes('stage 2 of 2') && now.includes('Waiting: *Afterwards*');
  });

  const events = (await readLog(world)).map(({ event }) => event);
  const signed = events.flatMap((event) => (event.type === 'SignOffGiven' ? event.by : []));
  expect([...signed].sort()).toEqual(leads.map(idOf).sort());
  expect(events.filter(({ type }) => type === 'AttemptRefused')).toEqual([]);
  expect(await messagesWith(world, '🖊️ Approved by')).toHaveLength(leads.length);
  expect(await messagesWith(world, 'please answer the checklist *Afterwards*')).toHaveLength(1);
  expect(await slack.refusals()).toEqual([]);
});

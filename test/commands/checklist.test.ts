import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { storyTo } from '../views/billing.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

let on: SlipwayInSlack;
let component = 'billing0';
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
let number = 0;
beforeEach(() => {
  number += 1;
  component = `billing${number}`;
});
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

const expectations = {
  discipline: 'Release discipline holds (scope, timing, people on hand)',
  rollback: 'Ready to roll back, and the rollout plan says how',
  links: 'Documentation links are right',
};

/** A release that waits for the metrics checklist, whose items demand evidence. */
const metrics = () => [
  ...storyTo('published'),
  { type: 'StepCompleted' as const, step: 'deployed', how: 'made' as const, sentence: 'Deployed' },
];

async function opened(name: string) {
  const person = on.slack.person(name);
  return await person.until('a modal is open', () => person.modal());
}

describe('a checklist', () => {
  it('is ticked in two goes, and says who ticked what', async () => {
    const id = await on.begin(component, storyTo('ready').slice(0, 3));
    const maria = on.slack.person('maria');
    await maria.clicks('Open checklist', await on.card(id));
    expect((await opened('maria')).text).toContain(`*Expectations* of ${component} 1.5.0\n0 of 3 ticked`);
    await maria.fills({ [expectations.discipline]: ['Done'] });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    await maria.types(home, `/release checklist ${component}`);
    expect((await opened('maria')).text).toMatch(/☑ Done\nsaef-principles\.md \(\S+\) · ✅ ticked by @maria today/);
    await maria.fills({ [expectations.rollback]: ['Done'], [expectations.links]: ['Done'] });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    const release = await on.settle(id);
    expect(stepState(release, 'checklist-release-manager').status).toBe('done');
    await maria.sees(home, '✅ Done: *Expectations* · all items ticked, the last by @maria');
  });

  it('answers a late click with who finished it and when', async () => {
    const id = await on.begin(component, storyTo('ready').slice(0, 3));
    const maria = on.slack.person('maria');
    const [ask] = (await maria.channel(home)).filter((m) => m.rendered.includes(`*${component} 1.5.0*`)).slice(-1);
    await on.happens(id, ...storyTo('ready').slice(3));
    await maria.clicks('Open checklist', { in: home, message: ask?.ts ?? '' });
    await maria.sees(home, /\*Expectations\* is done already: All items ticked, by @maria today/);
  });

  it('is refused to whom it was not asked, with who may', async () => {
    const id = await on.begin(component, storyTo('ready').slice(0, 3));
    const lena = on.slack.person('lena');
    await lena.clicks('Open checklist', await on.card(id));
    await lena.sees(home, 'Only the role Release manager may do this. Ask @maria.');
    expect(await lena.modal()).toBeUndefined();
  });

  it('refuses a tick without its evidence at the field, and loses nothing that was entered', async () => {
    const id = await on.begin(component, metrics());
    const omar = on.slack.person('omar');
    await omar.clicks('Open checklist', await on.card(id));
    await opened('omar');
    await omar.fills({
      'Metrics are normal': ['Done'],
      'Evidence for “No alarm has fired since the deployment”': 'none',
    });
    const refused = await omar.submits();
    expect(refused.errors).toEqual({
      'Evidence for “Metrics are normal”':
        'Give the evidence, or take the tick away: this item cannot be ticked without it.',
      'Evidence for “No alarm has fired since the deployment”':
        'Tick “Done” as well, or clear this: evidence is kept with the tick.',
    });
    await omar.fills({
      'Evidence for “Metrics are normal”': 'https://grafana.example/d/1?a=1&b=2',
      'No alarm has fired since the deployment': ['Done'],
    });
    expect(await omar.submits()).toEqual({ kind: 'closed' });
    const release = await on.settle(id);
    expect(stepState(release, 'checklist-operations').ticks).toMatchObject({
      '0': { by: 'U0OMAR', evidence: 'https://grafana.example/d/1?a=1&b=2' },
      '1': { by: 'U0OMAR', evidence: 'none' },
    });
    expect(release.status).toBe('closed');
    await omar.sees(home, /🏁 Released\. Every step is done\./);
  });

  it('keeps the ticks of two people at once, and tells the second what changed', async () => {
    const roles = { 'release-manager': ['U0MARIA'], 'backend-lead': ['U0LENA'], operations: ['U0OMAR', 'U0KENJI'] };
    const id = await on.begin(component, metrics(), { roles });
    const [omar, kenji] = [on.slack.person('omar'), on.slack.person('kenji')];
    for (const person of [omar, kenji]) {
      await person.clicks('Open checklist', await on.card(id));
      await opened(person.name);
    }
    await omar.fills({
      'Metrics are normal': ['Done'],
      'Evidence for “Metrics are normal”': 'https://grafana.example/d/1',
    });
    expect(await omar.submits()).toEqual({ kind: 'closed' });
    // Kenji untouched what he saw unticked: that must not untick what Omar ticked meanwhile.
    expect((await kenji.submits()).kind).toBe('updated');
    expect((await opened('kenji')).text).toContain(
      'Nothing was changed. Meanwhile:\n• “Metrics are normal” was ticked by @omar',
    );
    const release = await on.settle(id);
    expect(stepState(release, 'checklist-operations').ticks).toMatchObject({ '0': { by: 'U0OMAR' } });
  });

  it('of 45 items is saved page by page, back and forth', async () => {
    const playbook = playbookSchema.parse({
      playbook: 'long',
      title: 'Long',
      roles: { starter: { title: 'Starter', from: 'starter' } },
      stages: [
        {
          stage: 'All',
          steps: [
            {
              checklist: 'starter',
              title: 'Long list',
              items: Array.from({ length: 45 }, (_, n) => ({
                say: `Item ${n + 1}`,
                ...(n === 20 ? { evidence: 'text' } : {}),
              })),
            },
          ],
        },
      ],
    });
    const id = await on.begin(component, [], { playbook, answers: {}, roles: { starter: ['U0MARIA'] } });
    const maria = on.slack.person('maria');
    await maria.clicks('Open checklist', await on.card(id));
    expect((await opened('maria')).text).toContain('0 of 45 ticked · due tomorrow');
    const tick = async (from: number, to: number) => {
      for (let n = from; n <= to; n += 1) await maria.fills({ [`Item ${n}`]: ['Done'] });
    };
    await tick(1, 20);
    expect((await maria.submits()).kind).toBe('updated');
    expect((await opened('maria')).text).toMatch(/20 of 45 ticked · due tomorrow .* · page 2 of 3/);
    await tick(21, 30);
    await maria.clicks('Save and go back a page');
    await maria.sees('modal', '⚠️ Not saved: Give the evidence');
    expect((await opened('maria')).text.match(/☑/g)).toHaveLength(10);
    await maria.fills({ 'Evidence for “Item 21”': 'seen' });
    await maria.clicks('Save and go back a page');
    await maria.sees('modal', 'page 1 of 3');
    expect((await opened('maria')).text).toContain('30 of 45 ticked');
    await maria.closes();
    await maria.clicks('Open checklist', await on.card(id));
    expect((await maria.until('page 2', () => maria.modal())).text).toContain('page 2 of 3');
    await tick(31, 40);
    await maria.submits();
    await maria.sees('modal', 'page 3 of 3');
    await tick(41, 45);
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    expect((await on.settle(id)).status).toBe('closed');
  });
});

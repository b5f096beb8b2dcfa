import { afterAll, beforeAll, expect, it } from 'vitest';
import { playbookSchema } from '../../src/release/playbook.ts';
import { stepState } from '../../src/release/release.ts';
import { type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

let on: SlipwayInSlack;
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());

const long = `Item 3: ${'read <all> of *this* & say so. '.repeat(96)}The end of it.`;
const items = Array.from({ length: 500 }, (_, n) => ({
  say: n === 2 ? long.slice(0, 3000) : `Item ${n + 1}`,
  ...(n % 50 === 0 ? { evidence: 'text' as const } : {}),
}));
const playbook = playbookSchema.parse({
  playbook: 'long',
  title: 'Long',
  roles: { ops: { title: 'Ops', from: 'starter' } },
  stages: [{ stage: 'All', steps: [{ checklist: 'ops', title: 'Long list', items }] }],
});

async function modalOf(name: string) {
  const person = on.slack.person(name);
  return await person.until('a modal is open', () => person.modal());
}

/** What a person fills in to tick these items: by the text that they see beside the box, long ones by the box's own name. */
function ticksOf(numbers: readonly number[], drawn: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    numbers.flatMap((n) => [
      [n === 2 ? `tick:2:${drawn}` : `Item ${n + 1}`, ['Done']],
      ...(n % 50 === 0 ? [[`Evidence for “Item ${n + 1}”`, `seen ${n}`]] : []),
    ]),
  );
}

it('of 500 items is worked through by two people side by side, page by page, and nothing is lost', async () => {
  const roles = { ops: ['U0MARIA', 'U0OMAR', 'U0KENJI'] };
  const id = await on.begin('billing-long', [], { playbook, answers: {}, roles });
  const card = await on.card(id);
  const people = ['maria', 'omar', 'kenji'] as const;
  for (const name of people) {
    await on.slack.person(name).clicks('Open checklist', card);
    await modalOf(name);
  }
  const first = await modalOf('maria');
  expect(first.text).toContain('0 of 500 ticked');
  expect(first.text).toContain('page 1 of 25');
  expect(first.text).toContain('The end of it.'); // the long text is there to its end
  const drawn = String((await on.execute.load(id))?.version);
  for (let page = 0; page < 25; page += 1) {
    const numbers = Array.from({ length: 20 }, (_, n) => page * 20 + n);
    for (const [who, name] of (['maria', 'omar'] as const).entries()) {
      const person = on.slack.person(name);
      await person.sees('modal', `page ${page + 1} of 25`);
      const own = numbers.filter((n) => n % 2 === who);
      await person.fills(ticksOf(own, drawn));
    }
    if (page === 24) break;
    expect((await on.slack.person('maria').submits()).kind).toBe('updated');
    expect((await on.slack.person('omar').submits()).kind).toBe('updated');
  }
  // Kenji has had page 1 open all the time, and ticked nothing of it.
  expect((await on.slack.person('kenji').submits()).kind).toBe('updated');
  expect((await modalOf('kenji')).text).toContain('480 of 500 ticked');
  expect((await modalOf('kenji')).text).toContain('Nothing was changed. Meanwhile:');
  await on.slack.person('maria').submits();
  expect(stepState(await on.settle(id), 'checklist-ops').status).toBe('active');
  expect(await on.slack.person('omar').submits()).toMatchObject({ kind: 'updated' }); // told what Maria ticked meanwhile
  const release = await on.settle(id);
  const { ticks, status } = stepState(release, 'checklist-ops');
  expect(status).toBe('done');
  expect(Object.keys(ticks)).toHaveLength(500);
  for (const [n, tick] of Object.entries(ticks)) expect(tick.by).toBe(Number(n) % 2 === 0 ? 'U0MARIA' : 'U0OMAR');
  expect(ticks['450']?.evidence).toBe('seen 450');
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
}, 60_000);

it('says so when a save changes nothing', async () => {
  const id = await on.begin('billing-empty', [], { playbook, answers: {}, roles: { ops: ['U0MARIA'] } });
  const maria = on.slack.person('maria');
  await maria.clicks('Open checklist', await on.card(id));
  expect((await modalOf('maria')).text).toContain('page 1 of 25');
  await maria.submits();
  await maria.sees('modal', 'Nothing was changed.');
  expect((await modalOf('maria')).text).toContain('page 2 of 25'); // and the next page is there
});

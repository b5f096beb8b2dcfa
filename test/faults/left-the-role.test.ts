import { expect, it } from 'vitest';
import type { PersonClient } from '../../sandbox/slack/person-client.ts';
import { ends } from '../journeys/acts.ts';
import { messagesWith, toldAlone } from '../journeys/sights.ts';
import { mergeOf, reachesSignOff } from '../journeys/stages.ts';
import { backend, newWorld, nothingWasRefused } from '../journeys/world.ts';

async function approves(person: PersonClient) {
  await person.fills({
    'To approve, confirm': ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'],
    'Your decision': 'Approve',
  });
  return await person.submits();
}

async function opensSignOff(person: PersonClient): Promise<void> {
  await person.clicks('Review and sign', { in: backend });
  await person.sees('modal', 'I reviewed the aggregated commits');
}

it('who left the user group after the form opened is refused at submit; who came into it may sign', async () => {
  const world = await newWorld();
  const { person, slack } = world;
  const [maria, tom, sara] = [person('maria'), person('tom'), person('sara')];
  const { number } = await reachesSignOff(world);
  await ends(world, 'ci.yml');
  await opensSignOff(tom);
  expect(await toldAlone(sara, backend, () => sara.clicks('Review and sign', { in: backend }))).toMatch(
    /Only the role Backend lead may sign this/,
  );

  await slack.change({ change: 'set-group', group: 'backend-leads', members: ['lena', 'sara'] });
  await maria.sees(backend, '👥 *Backend lead* changed: @sara came and @tom left and may not act in it any more.');
  await maria.sees(backend, '@sara: this waits for you now: *Backend lead signs*');
  const refused = await approves(tom);
  expect(refused.kind).toBe('errors');
  expect(Object.values(refused.errors ?? {}).join()).toMatch(/Only the role Backend lead may sign this/);
  await tom.closes();

  await opensSignOff(sara);
  expect(await approves(sara)).toEqual({ kind: 'closed' });
  await mergeOf(world, number);
  expect(await messagesWith(world, '🖊️ Approved by')).toHaveLength(1);
  expect(await messagesWith(world, '👥 *Backend lead* changed')).toHaveLength(1); // Slack tells of it twice
  await nothingWasRefused(world);
});

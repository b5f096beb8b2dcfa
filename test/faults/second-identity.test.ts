import { expect, it } from 'vitest';
import { ends } from '../journeys/acts.ts';
import { messagesWith, toldAlone } from '../journeys/sights.ts';
import { mergeOf, reachesSignOff } from '../journeys/stages.ts';
import { backend, newWorld, nothingWasRefused } from '../journeys/world.ts';

it('an author is barred under any account that was ever theirs: by the one they link, and after they take it back', async () => {
  const world = await newWorld();
  const { github, person } = world;
  const [lena, tom] = [person('lena'), person('tom')];
  await github.deviceFlow(true, 1);
  const { number } = await reachesSignOff(world); // ana-d, whom nobody knows in Slack, wrote part of it
  await ends(world, 'ci.yml');
  const asksToSign = () => toldAlone(lena, backend, () => lena.clicks('Review and sign', { in: backend }));

  await lena.types(backend, '/release link');
  const shown = await lena.sees('modal', 'good until');
  await github.enterCode('ana-d', /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(shown)?.[0] ?? '');
  await lena.sees('modal', 'You are *ana-d* on GitHub');
  await lena.closes();
  expect(await asksToSign()).toContain('You wrote part of these changes (as ana-d on GitHub)');

  await toldAlone(lena, backend, () => lena.types(backend, '/release unlink'));
  expect(await asksToSign()).toContain('You wrote part of these changes (as ana-d on GitHub)');
  expect(await messagesWith(world, '🖊️ Approved by')).toEqual([]);

  await tom.clicks('Review and sign', { in: backend });
  await tom.sees('modal', 'I reviewed the aggregated commits');
  await tom.fills({
    'To approve, confirm': ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'],
    'Your decision': 'Approve',
  });
  expect(await tom.submits()).toEqual({ kind: 'closed' });
  await mergeOf(world, number);
  await nothingWasRefused(world);
});

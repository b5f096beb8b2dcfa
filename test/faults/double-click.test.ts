import { expect, it } from 'vitest';
import { answersExpectations, ends, lenaSigns, omarDeploys, startsBilling } from '../journeys/acts.ts';
import { messagesWith, toldAlone } from '../journeys/sights.ts';
import { backend, newWorld, nothingWasRefused } from '../journeys/world.ts';

it('what is done already is said to be done, and is not done again: forms sent twice, buttons of before', async () => {
  const world = await newWorld({ transport: 'http' });
  const { billing, person, slack } = world;
  const [maria, lena, tom, omar] = [person('maria'), person('lena'), person('tom'), person('omar')];
  await billing.autofinish('ci.yml', 'success');
  await startsBilling(world);
  const start = (await slack.deliveries()).findLast(({ name }) => name === 'view_submission');
  await slack.replay(start?.id ?? ''); // Start pressed twice
  await answersExpectations(world);

  // Two people have the same sign-off open; one is enough, and the other one's comes too late.
  await lena.sees(backend, 'and sign: *Backend lead signs*');
  const [ask] = await messagesWith(world, 'and sign: *Backend lead signs*');
  const at = { in: backend, message: ask?.ts ?? '' };
  await tom.clicks('Review and sign', at);
  await tom.sees('modal', 'I reviewed the aggregated commits');
  await lenaSigns(world);
  await maria.sees(backend, '🖊️ Approved by @lena');
  await tom.fills({
    'To approve, confirm': ['I reviewed the aggregated commits', 'The rollout plan and what to watch are sufficient'],
    'Your decision': 'Approve',
  });
  await tom.submits();
  await tom.sees('modal', /already|done|signed/i);
  await tom.closes({ all: true });
  const signed = (await slack.deliveries()).findLast(
    ({ name, payload }) => name === 'view_submission' && JSON.stringify(payload).includes('U0LENA'),
  );
  await slack.replay(signed?.id ?? '');

  // The button of the ask still stands where it was posted.
  expect(await toldAlone(tom, backend, () => tom.clicks('Review and sign', at))).toMatch(/already|done|signed/i);

  await ends(world, 'publish.yml');
  await omarDeploys(world);
  const pressed = (await slack.deliveries()).at(-1);
  await omar.until('the deployment', async () => (await billing.runs({ workflow: 'deploy.yml' }))[0]);
  await slack.replay(pressed?.id ?? '');
  const [deploy] = await messagesWith(world, 'Deploy 1.5.0 to production');
  const again = () =>
    omar.clicks('Deploy 1.5.0 to production', { in: backend, message: deploy?.ts ?? '', confirm: true });
  expect(await toldAlone(omar, backend, again)).toMatch(/already|under way|being deployed|done/i);
  await ends(world, 'deploy.yml');
  await maria.sees(backend, 'please answer the checklist *Metrics and alarms');

  expect(await messagesWith(world, '🖊️ Approved by')).toHaveLength(1);
  expect(await billing.runs({ workflow: 'deploy.yml' })).toHaveLength(1);
  expect(await billing.deployments()).toHaveLength(1);
  expect((await billing.pulls('all')).filter(({ title }) => title === 'Release billing 1.5.0')).toHaveLength(1);
  await nothingWasRefused(world);
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stepState } from '../../src/release/release.ts';
import { storyTo } from '../views/billing.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

let on: SlipwayInSlack;
let number = 0;
let id = '';
let component = '';
const button = 'Deploy 1.5.0 to production';
beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
beforeEach(async () => {
  number += 1;
  component = `billing${number}`;
  id = await on.begin(component, storyTo('published'));
});
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

async function requestedBy(): Promise<string | undefined> {
  const release = await on.execute.load(id);
  return release === undefined ? undefined : stepState(release, 'deployed').requested?.by;
}

describe('the deploy button', () => {
  it('is asked for with the rollout plan and what to watch, by those who may', async () => {
    const omar = on.slack.person('omar');
    const ask = (await omar.channel(home)).filter((m) => m.rendered.includes('please deploy it')).at(-1);
    expect(ask?.rendered).toContain(`@maria and @omar (one of you): *${component} 1.5.0* is ready for *production*`);
    expect(ask?.rendered).toContain(
      '*Rollout plan*\nCanary, then all\n*What to watch after the deployment*\nError rate',
    );
    expect(ask?.text).toMatch(
      /is ready for production: please deploy it when the time is right, by \d{4}-\d\d-\d\d \d\d:\d\d JST\.$/,
    );
  });

  it('confirms with version and target, and starts once however often it is pressed', async () => {
    const [omar, maria] = [on.slack.person('omar'), on.slack.person('maria')];
    const card = await on.card(id);
    await expect(omar.clicks(button, card)).rejects.toThrow(
      `asks to confirm: Deploy ${component} 1.5.0 to production? / *${component} 1.5.0* goes to *production*.`,
    );
    expect(await requestedBy()).toBeUndefined();
    await omar.clicks(button, { ...card, confirm: true });
    await omar.sees(home, `🚀 ${component} 1.5.0 is being deployed to *production*. Its thread tells how it goes.`);
    await maria.clicks(button, { ...card, confirm: true });
    await maria.sees(home, /\*Deploy to production\* was started already, by @omar today/);
    expect(await requestedBy()).toBe('U0OMAR');
    await on.settle(id);
    await maria.sees(home, '🚀 Deploying to *production*, started by @omar.');
    expect((await maria.channel(home)).find((m) => m.ts === card.message)?.buttons).not.toContain(button);
  });

  it('is refused to others, with who may', async () => {
    const ben = on.slack.person('ben');
    await ben.clicks(button, { ...(await on.card(id)), confirm: true });
    await ben.sees(home, 'Only the role Release manager or Operations may do this. Ask @maria or @omar.');
    expect(await requestedBy()).toBeUndefined();
  });

  it('is what /release deploy answers with', async () => {
    const omar = on.slack.person('omar');
    await omar.types(home, `/release deploy ${component}`);
    const answer = await omar.until('the button is there', async () =>
      (await omar.channel(home)).find(
        (m) => m.ephemeral && m.buttons.includes(button) && m.rendered.includes(component),
      ),
    );
    await omar.clicks(button, { in: home, message: answer.ts, confirm: true });
    await omar.until('it was started', async () => (await requestedBy()) === 'U0OMAR');
  });
});

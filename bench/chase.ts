import { slackClient } from '../sandbox/slack/client.ts';
import { postsPerMinute } from '../sandbox/slack/web-api/rate-limits.ts';
import { type Measured, measured, type Sizes } from './figure.ts';
import { until } from './processes.ts';
import { leadIds, sandbox, seeded, slipway, start, town } from './town.ts';

const perRelease = 40;
const lookMs = 250;
const patienceMs = 15 * 60_000;

/** What the app has posted: how many messages in all, and to each person how many. */
async function posted(slack: ReturnType<typeof slackClient>) {
  const taken = (await slack.calls('chat.postMessage')).filter(({ error }) => error === undefined);
  const told = new Map<string, number>();
  for (const { args } of taken) {
    const to = String(args['channel']);
    if (to.startsWith('U0LEAD')) told.set(to, (told.get(to) ?? 0) + 1);
  }
  return { all: taken.length, told };
}

/** Releases that begin to wait for many people at once, while Slack keeps to its limits: until each of them has their message. */
export async function chaseBench({ people }: Sizes): Promise<readonly Measured[]> {
  const releases = Math.ceil(people / perRelease);
  const outside = await sandbox(releases, '', people);
  const [at, leads] = [await town(outside, releases), leadIds(people)];
  await seeded(at.place, async (execute) => {
    for (let n = 0; n < releases; n += 1) {
      const everybody = leads.slice(n * perRelease, (n + 1) * perRelease);
      const roles = { 'release-manager': ['U0MARIA'], everybody };
      await execute(`team-${n}-1.5.0-chase`, { ...start(`team-${n}`, n, 'chase'), roles });
    }
  });
  const slack = slackClient(outside.slack.controlUrl);
  await slack.rateLimits(true);
  const began = performance.now();
  const ours = await slipway(at);
  try {
    const all = async () => ((await posted(slack)).told.size === people ? true : undefined);
    await until('last message', all, ours.process, lookMs, patienceMs);
    const seconds = (performance.now() - began) / 1000;
    const { all: messages, told } = await posted(slack);
    const twice = [...told.values()].filter((times) => times > 1).length;
    if (twice > 0) throw new Error(`${twice} people were written to twice.`);
    const least = Math.floor((messages - 1) / postsPerMinute) * 60;
    return [
      measured(
        `${people} people asked by message in ${releases} releases, over what Slack's ${postsPerMinute} posts a minute allow`,
        's',
        least === 0 ? { ours: seconds } : { ours: seconds, plain: least, ratio: seconds / least },
      ),
    ];
  } finally {
    await ours.process.end();
    await outside.process.end();
    await at.dispose();
  }
}

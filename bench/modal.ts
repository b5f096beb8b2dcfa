import { slackClient } from '../sandbox/slack/client.ts';
import { type Measured, measured, type Sizes } from './figure.ts';
import { hangUp } from './load.ts';
import { until } from './processes.ts';
import { percentile } from './rounds.ts';
import { sandbox, seeded, settled, slipway, start, town } from './town.ts';

const [busy, quiet] = [0, 1]; // teams: one whose channel is limited, one that has nothing running

/** `/release start` until views.open, while Slack answers 429 for every message to a channel that has much to say. */
export async function modalBench({ times }: Sizes): Promise<readonly Measured[]> {
  const outside = await sandbox(2);
  const at = await town(outside, 2);
  const slack = slackClient(outside.slack.controlUrl);
  await seeded(at.place, async (execute) => {
    await execute('team-0-1.5.0-modal', start('team-0', busy));
  });
  for (const method of ['chat.postMessage', 'chat.update'])
    await slack.fault({ method, channel: `C0TEAM${busy}`, kind: '429', times: 1_000_000, ms: 1000 });
  const ours = await slipway(at);
  const took: number[] = [];
  try {
    await slack.setEventsUrl(`http://127.0.0.1:${ours.port}/slack/events`);
    await settled(outside);
    const maria = slack.person('maria');
    for (let time = 0; time < times * 10; time += 1) {
      await slack.forget();
      const typed = Date.now();
      const answered = await maria.types(`#team-${quiet}`, '/release start');
      if (!answered.ok) throw new Error(`/release start: ${answered.error}`);
      const opened = await until('modal', async () => (await slack.calls('views.open'))[0], ours.process, 5);
      took.push(Math.max(0, opened.at - typed) / 1000);
      await maria.closes({ all: true });
    }
    const at99 = { ours: percentile(took, 99) };
    return [
      measured('modal open while a channel is limited, p50', 's', { ours: percentile(took, 50) }),
      measured('modal open while a channel is limited, p99', 's', at99, { of: 'ours', most: 0.5 }),
    ];
  } finally {
    hangUp();
    await ours.process.end();
    await outside.process.end();
    await at.dispose();
  }
}

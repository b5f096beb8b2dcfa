import { type Measured, measured, type Sizes } from './figure.ts';
import { residentMegabytes } from './processes.ts';
import { comparedBy, interleaved } from './rounds.ts';
import { bareBolt, sandbox, settled, slipway, town } from './town.ts';

/** From spawn to ready, and what the process then holds in memory, over a Bolt app that only acknowledges. */
export async function coldStartBench({ times }: Sizes): Promise<readonly Measured[]> {
  const outside = await sandbox(1);
  const at = await town(outside, 1);
  try {
    const rounds = await interleaved(
      times,
      async () => {
        const one = await slipway(at);
        await settled(outside);
        const megabytes = residentMegabytes(one.process);
        await one.process.end();
        return { seconds: one.seconds, megabytes };
      },
      async () => {
        const one = await bareBolt(outside.slack.signingSecret);
        const megabytes = residentMegabytes(one.process);
        await one.process.end();
        return { seconds: one.seconds, megabytes };
      },
    );
    return [
      measured(
        'cold start, over bare Bolt',
        's',
        comparedBy(rounds, (one) => one.seconds),
      ),
      measured(
        'resident memory, over bare Bolt',
        'MB',
        comparedBy(rounds, (one) => one.megabytes),
      ),
    ];
  } finally {
    await outside.process.end();
    await at.dispose();
  }
}

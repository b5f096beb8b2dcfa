import { parseArgs } from 'node:util';
import { storeKind } from '../test/stores.ts';
import { appendBench } from './append.ts';
import { statusBench } from './status.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
  },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const measured = [...(await appendBench(rounds, seconds)), await statusBench(rounds, seconds)];

if (values.json) console.log(JSON.stringify({ store: storeKind, rounds, seconds, measured }));
else {
  console.log(
    `Per second, medians of ${rounds} interleaved rounds of ${seconds} s, store: ${storeKind}. Only the ratio means something elsewhere.\n`,
  );
  for (const { what, ours, plain, ratio } of measured)
    console.log(
      `${what.padEnd(30)} Slipway ${String(ours).padStart(6)}   plain ${String(plain).padStart(6)}   ratio ${ratio}`,
    );
}

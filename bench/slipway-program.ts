import { readConfig, setupLine } from '../src/config.ts';
import { startSlipway } from '../src/main.ts';

/** A whole Slipway of the environment's configuration, with a queue of its own: its argument is the queue's name. */
const [queueName = 'bench'] = process.argv.slice(2);
const read = readConfig();
if ('problems' in read) throw new Error(read.problems.map(setupLine).join('\n'));
const slipway = await startSlipway(read.config, { queueName });
process.once('SIGTERM', () => void slipway.stop().then(() => process.exit(0)));

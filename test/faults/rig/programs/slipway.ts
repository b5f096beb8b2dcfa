// Slipway's own program, with a time that the test moves: `node slipway.ts <ms>`, and each message is how far it is ahead from then on.
import { main } from '../../../../src/main.ts';

let ahead = Number(process.argv[2] ?? 0);
process.on('message', (ms) => {
  ahead = Number(ms);
});
process.on('disconnect', () => process.exit(1)); // who started it is gone
if (!process.connected) process.exit(1); // and was so before anybody listened
process.channel?.unref(); // the channel alone keeps no process alive
await main({ shift: () => ahead });

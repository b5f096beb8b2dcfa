// Plays the seeds that it is sent, one after the other, on stores of its own: `lane.ts <store>`. It ends with whoever started it.
import { z } from 'zod';
import { playSeed } from '../play-seed.ts';

const store = z.enum(['embedded', 'postgres', 'redis']).parse(process.argv[2]);
process.on('message', (seed) => {
  playSeed(store, z.number().parse(seed)).then(
    (played) => process.send?.(played),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));

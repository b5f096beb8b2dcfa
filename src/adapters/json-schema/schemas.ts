import { Worker } from 'node:worker_threads';
import { type Judgement, judgement } from './judgement.ts';

const mostTime = 5000; // ms; a pattern that backtracks would otherwise never end
const mostMemory = 128; // MB

/**
 * JSON Schemas that people wrote in a repository. Each is compiled and asked in a thread of its own, which knows nothing
 * of the environment and is ended when it takes too long: a schema can neither hold up nor end this process.
 */
export function schemasIn(limits: { readonly ms: number } = { ms: mostTime }) {
  function threadFor(schema: unknown, value: unknown): Worker {
    return new Worker(new URL('./schema-thread.ts', import.meta.url), {
      workerData: { schema, value },
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: mostMemory },
    });
  }

  function judgedIn(thread: Worker): Promise<Judgement> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => resolve({ kind: 'too-much' })), limits.ms);
      function settle(say: () => void): void {
        clearTimeout(timer);
        say();
        void thread.terminate();
      }
      thread.once('message', (said) => settle(() => resolve(judgement.parse(said))));
      thread.once('error', (error) => {
        const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        settle(() => (tooLarge ? resolve({ kind: 'too-much' }) : reject(error)));
      });
    });
  }

  return {
    async judgeBySchema(schema: unknown, value: unknown): Promise<Judgement> {
      try {
        return await judgedIn(threadFor(schema, value));
      } catch (error) {
        if (error instanceof RangeError) return { kind: 'too-much' }; // nested too deeply to be handed over
        throw error;
      }
    },
  };
}

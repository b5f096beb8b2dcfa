import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { compileSchema } from './compile-schema.ts';
import type { Judgement } from './judgement.ts';
import { saidOfError } from './said-of-error.ts';

const shown = 5;

/** Judges one value by one schema, and ends. */
function judge(schema: unknown, value: unknown): Judgement {
  const compiled = compileSchema(schema);
  if (compiled.kind === 'unusable') return compiled;
  const { validate } = compiled;
  if (validate(value) === true) return { kind: 'holds' };
  const errors = validate.errors ?? [];
  return { kind: 'breaks', total: errors.length, first: errors.slice(0, shown).map(saidOfError) };
}

const given = z.object({ schema: z.unknown(), value: z.unknown() }).parse(workerData);
try {
  parentPort?.postMessage(judge(given.schema, given.value));
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  parentPort?.postMessage({ kind: 'too-much' }); // a schema that refers to itself, or a value nested more deeply than the stack
}

import type { CheckStep } from '../../release/playbook-steps.ts';
import { withoutTokens } from '../../release/token-shapes.ts';
import { few } from '../few.ts';
import { completed, failing, type StepOutcome, type StepWork, unavailable } from '../step-outcome.ts';
import { type DataFile, dataFile, dataOf } from './data-file.ts';
import { type FilePlace, type TextFileClient, textFile } from './text-file.ts';

export interface FileValidClient extends TextFileClient {
  judgeBySchema(
    schema: unknown,
    value: unknown,
  ): Promise<
    | { readonly kind: 'holds' }
    | { readonly kind: 'too-much' }
    | { readonly kind: 'breaks'; readonly total: number; readonly first: readonly string[] }
    | { readonly kind: 'unusable'; readonly because: string }
  >;
}

type Work = StepWork<Extract<CheckStep, { check: 'file-valid' }>>;
const mostSchema = 256 * 1024; // characters; a schema is code to whoever compiles it

async function schemaAt(client: FileValidClient, place: FilePlace): Promise<DataFile> {
  const read = await textFile(client, place);
  if (read.kind === 'told') return read;
  if (read.text.length > mostSchema)
    return {
      kind: 'told',
      outcome: unavailable(
        `${place.file} on ${place.ref} is larger than 256 KB, which is more than Slipway takes of a schema. Split it, or take “schema” out of this check.`,
        read.url,
      ),
    };
  const data = dataOf(place.file, read.text);
  if (data.kind === 'broken')
    return { kind: 'told', outcome: unavailable(`The schema ${withoutTokens(data.sentence)}`, read.url) };
  return { ...data, url: read.url };
}

/** Whether a file of the repository is JSON or YAML, and holds to a JSON Schema that stands beside it at the same ref. */
export async function fileValid(client: FileValidClient, work: Work): Promise<StepOutcome> {
  const { repository, step } = work;
  const [file, ref] = [work.fill(step.file), work.fill(step.ref)];
  const read = await dataFile(client, { repository, file, ref });
  if (read.kind === 'told') return read.outcome;
  const { url } = read;
  const valid = `${file} on ${ref} is valid ${read.format}`;
  if (step.schema === undefined) return completed('made', `${valid}.`, url);
  const named = work.fill(step.schema);
  const schema = await schemaAt(client, { repository, file: named, ref });
  if (schema.kind === 'told') return schema.outcome;
  const judged = await client.judgeBySchema(schema.value, read.value);
  if (judged.kind === 'holds') return completed('made', `${valid} and holds to ${named}.`, url);
  if (judged.kind === 'unusable')
    return unavailable(
      `The schema ${named} on ${ref} ${withoutTokens(judged.because)}. Correct it, or take “schema” out of this check.`,
      schema.url,
    );
  if (judged.kind === 'too-much')
    return unavailable(
      `Judging ${file} by ${named} takes more time or memory than Slipway gives to it. Look in the schema for patterns with nested repetitions and for a $ref to itself, or make the file smaller and flatter.`,
      schema.url,
    );
  const wrong = few(judged.first.map(withoutTokens), 3, judged.total);
  return failing(`${file} on ${ref} does not hold to ${named}: ${wrong}. Correct the file, or the schema.`, url);
}

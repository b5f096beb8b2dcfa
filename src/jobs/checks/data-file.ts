import { withoutTokens } from '../../release/token-shapes.ts';
import { readYaml } from '../../release/yaml-file.ts';
import { failing, type StepOutcome, sentenceOf } from '../step-outcome.ts';
import { type FilePlace, type TextFileClient, textFile } from './text-file.ts';

interface Value {
  readonly kind: 'data';
  readonly format: 'JSON' | 'YAML';
  readonly value: unknown;
}

/** What a JSON or YAML text says, or why it cannot be read. */
type Data = Value | { readonly kind: 'broken'; readonly sentence: string };

function json(file: string, text: string): Data {
  try {
    const value: unknown = JSON.parse(text);
    return { kind: 'data', format: 'JSON', value };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return { kind: 'broken', sentence: `${file} is not JSON: ${sentenceOf(because)} Correct it there.` };
  }
}

function yaml(file: string, text: string): Data {
  try {
    const { problems, value } = readYaml(text);
    const [first] = problems;
    if (first === undefined) return { kind: 'data', format: 'YAML', value };
    const more = problems.length > 1 ? ` (${problems.length} mistakes in all)` : '';
    const { line, column, message, fix = 'Correct it there.' } = first;
    return {
      kind: 'broken',
      sentence: `${file} is not YAML, line ${line}, column ${column}: ${message} ${fix}${more}`,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'broken', sentence: `${file} is nested more deeply than Slipway can read. Make it flatter.` };
  }
}

/** Reads a text as JSON or YAML, by the ending of its file's name. */
export function dataOf(file: string, text: string): Data {
  if (text.trim() === '') return { kind: 'broken', sentence: `${file} is empty. Fill it in.` };
  if (/\.json$/i.test(file)) return json(file, text);
  if (/\.ya?ml$/i.test(file)) return yaml(file, text);
  return {
    kind: 'broken',
    sentence: `${file} ends in none of .json, .yml and .yaml, so Slipway cannot tell how to read it. Name another file in the playbook.`,
  };
}

/** A file's data, or what is said where it cannot be had. */
export type DataFile = (Value & { readonly url: string }) | { readonly kind: 'told'; readonly outcome: StepOutcome };

/** Reads a JSON or YAML file as it is on GitHub at a ref. */
export async function dataFile(client: TextFileClient, place: FilePlace): Promise<DataFile> {
  const read = await textFile(client, place);
  if (read.kind === 'told') return read;
  const data = dataOf(place.file, read.text);
  if (data.kind === 'data') return { ...data, url: read.url };
  return { kind: 'told', outcome: failing(withoutTokens(data.sentence), read.url) };
}

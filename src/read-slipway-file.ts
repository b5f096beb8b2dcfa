import { readBy } from './release/schema-problems.ts';
import { type Problem, readYaml, type YamlFile } from './release/yaml-file.ts';
import { type SlipwayFile, slipwayFile } from './slipway-file.ts';

const kinds = { keys: ['group', 'people'], thing: 'role', under: 'components' };

/** The text of slipway.yml: what it says and where it says so, or every mistake in it at its place. */
export function readSlipwayFile(
  text: string,
): { readonly slipway: SlipwayFile; readonly file: YamlFile } | { readonly problems: readonly Problem[] } {
  const file = readYaml(text);
  if (!file.readable) return { problems: file.problems };
  const read = readBy(slipwayFile, file, kinds);
  if ('misfits' in read) return { problems: [...file.problems, ...read.misfits] };
  return file.problems.length > 0 ? { problems: file.problems } : { slipway: read.value, file };
}

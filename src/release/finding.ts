import { nearest } from './nearest.ts';
import type { Path } from './yaml-file.ts';

/** Something in a well-formed playbook that cannot be meant. */
export interface Finding {
  readonly path: Path;
  readonly part?: 'key';
  readonly message: string;
  readonly fix?: string;
  /** It is about what is lacking: not told while a part is spoiled, which may be just that. */
  readonly absent?: true;
}

/** "Write x." for the nearest known word, else the list of what there is. */
export function correction(word: string, known: Iterable<string>): string {
  const list = [...new Set(known)];
  const near = nearest(word, list);
  if (near !== undefined) return `Write ${near}.`;
  return list.length === 0 ? 'There is none.' : `There are: ${list.join(', ')}.`;
}

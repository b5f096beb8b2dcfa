import semver from 'semver';
import type { Changes } from './changes.ts';
import { type Note, notesOf } from './notes.ts';
import type { BumpKind } from './playbook.ts';

/** The bumps from the smallest. */
const bySize: readonly BumpKind[] = ['patch', 'minor', 'major'];

/** Whether one bump is larger than another. */
export function isLarger(one: BumpKind, other: BumpKind): boolean {
  return bySize.indexOf(one) > bySize.indexOf(other);
}

/** What changes ask a version to be raised by, and which of them ask for that. */
export interface AskedBump {
  readonly bump: BumpKind;
  readonly because: readonly Note[];
}

/** By Semantic Versioning: before 1.0.0 nothing is promised, so what breaks asks for a minor version there. */
function bumpOf({ kind }: Note, beforeOne: boolean): BumpKind {
  if (kind === 'Breaking changes') return beforeOne ? 'minor' : 'major';
  return kind === 'Features' || kind === 'Deprecations' ? 'minor' : 'patch';
}

/** Pull requests say what they are by title and labels; of one that says nothing its commits do. */
function sayings(changes: Changes): readonly Note[] {
  const told = notesOf({ changes });
  const silent = new Set(told.filter(({ kind }) => kind === 'Other').map(({ source }) => source));
  const speaking = changes.commits.filter((c) => c.pullRequests.some((number) => silent.has(`#${number}`)));
  return [...told, ...notesOf({ changes: { ...changes, commits: speaking, pullRequests: [] } })];
}

/** What the changes since a version ask for, by the kinds that the release notes give them. */
export function askedBump(changes: Changes, previous: string): AskedBump {
  const asking = sayings(changes).map((note) => ({ note, bump: bumpOf(note, semver.lt(previous, '1.0.0')) }));
  const bump = bySize.findLast((size) => asking.some((one) => one.bump === size)) ?? 'patch';
  return { bump, because: asking.filter((one) => one.bump === bump).map(({ note }) => note) };
}

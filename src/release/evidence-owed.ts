import { type Release, stepState } from './release.ts';

/** A file given as evidence that was not read yet. */
export interface UnreadFile {
  readonly step: string;
  readonly item: string;
  readonly file: string;
}

/** The files that are still to be hashed, of every checklist of the release. */
export function unreadFiles(release: Release): readonly UnreadFile[] {
  return release.plan.flatMap((planned) => {
    if (planned.kind !== 'checklist') return [];
    return Object.entries(stepState(release, planned.id).ticks).flatMap(([item, { file }]) =>
      file === undefined || file.sha256 !== undefined ? [] : [{ step: planned.id, item, file: file.id }],
    );
  });
}

import { type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { inertLine } from './escape.ts';
import { mention } from './mentions.ts';

/** The checks that the release went on without: by whose word, why, and what each had said. Mrkdwn, a line each. */
export function waivedLines(release: Release): readonly string[] {
  return release.plan.flatMap((p) => {
    const { done, reading } = stepState(release, p.id);
    if (done?.how !== 'waived') return [];
    const by = done.by === undefined ? '' : ` by ${mention(done.by)}`;
    const said = reading === undefined ? 'it had not been read' : inertLine(reading.sentence, 200);
    return [`🟡 ${inertLine(titleOf(release, p), 140)}: waived${by}: “${inertLine(done.sentence, 200)}” (${said})`];
  });
}

import { type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { inertLine, inertWithLink } from './escape.ts';
import { mention } from './mentions.ts';

/** What people did outside of Slipway, in one stage or in all: the first thing that an auditor asks. Mrkdwn, a line each. */
export function outsideLines(release: Release, stage?: number): readonly string[] {
  return release.plan.flatMap((p) => {
    const { done } = stepState(release, p.id);
    if (done?.how !== 'outside' || (stage !== undefined && p.stage !== stage)) return [];
    const by = done.by === undefined ? '' : ` by ${mention(done.by)}`;
    return [`✋ ${inertLine(titleOf(release, p), 140)}: done outside${by}: ${inertWithLink(done.sentence)}`];
  });
}

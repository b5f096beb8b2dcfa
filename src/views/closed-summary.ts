import { type Release, stepState } from '../release/release.ts';
import { titleOf } from '../release/waiting.ts';
import { inline } from './blocks.ts';
import { slackDate, spanOf } from './dates.ts';
import { inertLine } from './escape.ts';
import { forcedLines } from './forced-lines.ts';
import { mentions } from './mentions.ts';
import { outsideLines } from './outside-lines.ts';
import { madeLinks } from './release-links.ts';
import { signerOf } from './signed-so-far.ts';
import { waivedLines } from './waived-lines.ts';

/** When the last step of a stage was done; undefined for a stage without steps. */
function endOf(release: Release, stage: number): Date | undefined {
  const ends = release.plan.filter((p) => p.stage === stage).flatMap((p) => stepState(release, p.id).done?.at ?? []);
  return ends.length === 0 ? undefined : new Date(Math.max(...ends.map((at) => at.getTime())));
}

function stageSpans(release: Release): string {
  let from = release.startedAt;
  const spans = release.playbook.stages.flatMap(({ stage }, number) => {
    const end = endOf(release, number);
    if (end === undefined) return [];
    const span = `${inertLine(stage, 80)} ${spanOf(from, end)}`;
    from = end;
    return [span];
  });
  return spans.join(' · ');
}

function signedLines(release: Release): readonly string[] {
  return release.plan.flatMap((p) => {
    const { signatures, ticks, done } = stepState(release, p.id);
    const title = inertLine(titleOf(release, p), 140);
    if (p.kind === 'sign-off' && done?.how === 'made')
      return [
        `🖊️ ${title}: ${signatures.map((s) => `${signerOf(s)} ${slackDate(s.at, release.playbook['time-zone'])} for \`${s.subject.slice(0, 7)}\``).join(', ')}`,
      ];
    const tickers = [...new Set(Object.values(ticks).map((t) => t.by))];
    return p.kind === 'checklist' && done?.how === 'made' ? [`☑️ ${title}: ${mentions(tickers)}`] : [];
  });
}

/** The end of a release in a few lines: how long it and each stage took, who signed, what was done by hand, and where everything is. Mrkdwn. */
export function summaryLines(release: Release): readonly string[] {
  const zone = release.playbook['time-zone'];
  const { at } = (release.withdrawn?.end ?? release).statusChange;
  const links = madeLinks(release);
  return [
    `Took ${spanOf(release.startedAt, at)}: ${slackDate(release.startedAt, zone)} to ${slackDate(at, zone)}`,
    stageSpans(release),
    ...signedLines(release),
    ...outsideLines(release),
    ...waivedLines(release),
    ...forcedLines(release),
    ...(links.length === 0 ? [] : [`🔗 ${inline(links, 1200)}`]),
  ].filter((line) => line !== '');
}

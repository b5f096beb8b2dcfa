import type { ReleaseEvent } from '../release/events.ts';
import { type Runs, runsNow } from '../release/redeploy.ts';
import { isRunning, type Release, stepState } from '../release/release.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { mention } from './mentions.ts';

/** What an environment runs, where the version before was brought back to it. */
function broughtBack(release: Release, { environment, step, tag = '' }: Runs): string {
  const { done, requested } = stepState(release, step.id);
  const by = done?.by ?? requested?.by;
  const how = done?.how === 'outside' ? 'by hand, says' : 'deployed by';
  const who = by === undefined ? '' : `, ${how} ${mention(by)}`;
  const at = done === undefined ? '' : ` ${slackDate(done.at, release.playbook['time-zone'])}`;
  const seen = done?.link === undefined ? '' : ` · ${link(done.link, 'how it went')}`;
  return `🟢 *${inertLine(environment, 60)}* runs *${inertLine(tag, 80)}* again${who}${at}${seen}`;
}

/** What an environment may go on running, as the version before was not brought back yet, or will not be. */
function notBroughtBack(release: Release, { environment }: Runs): string {
  const [where, bad] = [inertLine(environment, 60), inertLine(release.tag, 80)];
  const before = inertLine(release.withdrawn?.redeploy?.tag ?? '', 80);
  const { givenUp } = release.withdrawn ?? {};
  return givenUp === undefined || isRunning(release)
    ? `⚠️ *${where}* may run ${bad} until ${before} is deployed there again`
    : `⚠️ *${where}* may still run ${bad}: bringing ${before} back was given up by ${mention(givenUp.by)}: ${inertLine(givenUp.reason, 300)}`;
}

/** What runs now in each environment of a withdrawn release, as far as Slipway knows. Mrkdwn; empty where nothing is brought back. */
export function runsNowLines(release: Release): readonly string[] {
  const left = release.withdrawn?.left ?? [];
  return [
    ...runsNow(release).map((runs) =>
      runs.tag === undefined ? notBroughtBack(release, runs) : broughtBack(release, runs),
    ),
    ...left.map(
      ({ environment, because }) => `⚠️ *${inertLine(environment, 60)}* stays as it is: ${inertLine(because, 300)}`,
    ),
  ];
}

/** The telling of a withdrawal's end: what runs now. Mrkdwn. */
export function withdrawalEnded(
  release: Release,
  { by, reason = '' }: Extract<ReleaseEvent, { type: 'WithdrawalEnded' }>,
): readonly string[] {
  const before = inertLine(release.withdrawn?.redeploy?.tag ?? '', 80);
  const first =
    by === undefined
      ? `⛔ ${inertLine(release.semver, 60)} is withdrawn, and ${before} is brought back.`
      : `⛔ Given up by ${mention(by)}: ${before} is not brought back everywhere. ${inertLine(reason, 1000)}`;
  return [first, ...runsNowLines(release)];
}

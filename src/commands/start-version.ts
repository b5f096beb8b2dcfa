import { slackDate } from '../views/dates.ts';
import { inertLine } from '../views/escape.ts';
import { mention } from '../views/mentions.ts';
import type { RecentReleases } from './recent-release.ts';
import { componentsIn } from './start-place.ts';
import type { StartPorts } from './start-ports.ts';
import type { WordContext } from './word.ts';

const looked = 200; // of a component's latest releases
const version = /^v?(\d+\.\d+\.\d+)$/;

interface Ports extends Pick<StartPorts, 'slipway'> {
  readonly releases: Pick<RecentReleases, 'recent'>;
}

/** The withdrawn release of a version, of a component that the line names or that lives in its channel. */
async function withdrawnOf(ports: Ports, { args, channel }: WordContext, wanted: string) {
  const slipway = ports.slipway();
  const named = args.filter((arg) => slipway.components[arg] !== undefined);
  for (const component of named.length === 0 ? componentsIn(slipway, channel) : named) {
    const recent = await ports.releases.recent({ component, limit: looked });
    const found = recent.find(({ semver, summary }) => semver === wanted && summary.withdrawn !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * What a start that names a version is answered: the number follows from the kind of version, and one that was
 * withdrawn is used up. undefined where none is named. Mrkdwn.
 */
export async function versionNamed(ports: Ports, asked: WordContext): Promise<string | undefined> {
  const wanted = asked.args.map((arg) => version.exec(arg)?.[1]).find((found) => found !== undefined);
  if (wanted === undefined) return undefined;
  const next = `\`${asked.command} start [component] [patch|minor|major]\` offers the next one.`;
  const found = await withdrawnOf(ports, asked, wanted);
  if (found?.summary.withdrawn === undefined)
    return `A release is started by its kind of version, and its number follows from that: ${next}`;
  const { by, reason, since } = found.summary.withdrawn;
  const when = slackDate(new Date(since), ports.slipway()['time-zone']);
  return `${inertLine(found.component)} ${wanted} was withdrawn by ${mention(by)} ${when}: ${inertLine(reason.replace(/\.$/, ''), 500)}. Its number is not used again: ${next}`;
}

import { inertLine } from './escape.ts';
import { placeOf, releaseName, type ShownRelease, waitsOf } from './running-lines.ts';

interface Wanted {
  /** The slash command, such as `/release`. */
  readonly command: string;
  readonly zone: string;
  /** Whether a hotfix was wanted; `none` where the component has no playbook for one. */
  readonly hotfix: boolean | 'none';
}

/** What can be done about it: a hotfix runs beside any other release, unless it is the same version or patches the same one. */
function wayOut({ component, semver, summary }: ShownRelease, { command, hotfix }: Wanted): string {
  const cancel = `\`${command} cancel ${component} ${semver}\``;
  if (hotfix !== true && summary.patches === undefined) {
    const beside =
      hotfix === 'none'
        ? ''
        : ` A hotfix of an earlier release can run beside it: \`${command} start ${component} hotfix\`.`;
    return `A component has one release at a time: finish this one, or ${cancel}.${beside}`;
  }
  if (hotfix === true && summary.patches !== undefined)
    return `It patches ${inertLine(summary.patches, 60)} already: merge the fix into its branch, or ${cancel} and start again.`;
  return `A version is released once, and ${semver} is taken by it: let it bring what you want to release, or ${cancel} and start again.`;
}

/** Why a component cannot start another release now, with the way to the running one. Mrkdwn. */
export function busyText(running: ShownRelease, wanted: Wanted): string {
  return [
    `${releaseName(running)} is running already in <#${running.channel}>, ${placeOf(running)}.`,
    ...waitsOf(running, wanted.zone, 3),
    wayOut(running, wanted),
  ].join('\n');
}

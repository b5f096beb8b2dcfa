import { placeOf, releaseName, type ShownRelease, waitsOf } from './running-lines.ts';

/** Why a component cannot start another release now, with the way to the running one. Mrkdwn. */
export function busyText(running: ShownRelease, command: string, zone: string): string {
  const { component, channel } = running;
  return [
    `${releaseName(running)} is running already in <#${channel}>, ${placeOf(running)}.`,
    ...waitsOf(running, zone, 3),
    `A component has one release at a time: finish this one, or \`${command} cancel ${component}\`.`,
  ].join('\n');
}

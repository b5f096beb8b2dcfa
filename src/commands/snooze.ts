import type { Execute } from '../execute.ts';
import { isTimeZone } from '../release/time-zone.ts';
import { nextMorning } from '../release/working-time.ts';
import type { SlipwayFile } from '../slipway-file.ts';
import { actionIds } from '../views/action-ids.ts';
import { slackDate } from '../views/dates.ts';
import { inertLine } from '../views/escape.ts';
import { refusedText } from '../views/refused-text.ts';
import { type Nap, readNap } from '../views/snooze-menu.ts';
import { clickedRelease } from './clicked-release.ts';
import { inTime } from './in-time.ts';
import type { ActionContext, Story } from './story.ts';

interface Ports {
  readonly execute: Execute;
  readonly people: { get(id: string): Promise<{ readonly timeZone: string | undefined }> };
  slipway(): SlipwayFile;
  now(): Date;
}

const askMs = 1500;
const hour = 3_600_000;
const daysToWeek = 6; // the morning after these is a week away

/** When a nap of this person ends: by their own clock, as far as Slack tells in time. */
async function endOf({ people, slipway, now }: Ports, nap: Nap, person: string): Promise<Date> {
  const at = now();
  if (nap === '1h' || nap === '3h') return new Date(at.getTime() + (nap === '1h' ? 1 : 3) * hour);
  const { 'working-hours': hours, holidays, 'time-zone': fallback } = slipway();
  const told = (await inTime(people.get(person), askMs))?.timeZone;
  const zone = told !== undefined && isTimeZone(told) ? told : fallback;
  const from = nap === 'week' ? new Date(at.getTime() + daysToWeek * 24 * hour) : at;
  return nextMorning(from, zone, hours, holidays);
}

async function snooze(ports: Ports, asked: ActionContext): Promise<void> {
  const clicked = await clickedRelease(ports.execute, asked);
  if (clicked === undefined) return;
  const nap = readNap(asked.value);
  if (nap === undefined) return await asked.respond('Slipway does not know this choice. Choose again.');
  const { release } = clicked;
  const until = await endOf(ports, nap, asked.person);
  const executed = await ports.execute(release.id, { type: 'Snooze', by: asked.person, until }, asked.cause);
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  await asked.respond(
    executed.kind === 'refused'
      ? refusedText(executed.refusal, executed.release ?? release)
      : `😴 You are reminded of ${what} again ${slackDate(until, release.playbook['time-zone'])}. What begins to wait for you before is told at once.`,
  );
}

async function wake(ports: Ports, asked: ActionContext): Promise<void> {
  const clicked = await clickedRelease(ports.execute, asked);
  if (clicked === undefined) return;
  const { release } = clicked;
  const executed = await ports.execute(release.id, { type: 'Wake', by: asked.person }, asked.cause);
  if (executed.kind === 'refused')
    return await asked.respond(refusedText(executed.refusal, executed.release ?? release));
  const what = inertLine(`${release.component.name} ${release.semver}`, 120);
  await asked.respond(`⏰ Your reminders of ${what} come as they are due.`);
}

/** Whoever a release waits for puts off its reminders by the menu in their direct message, and takes that back there or in Home. */
export function snoozeStory(ports: Ports): Story {
  return {
    actions: {
      [actionIds.snooze]: (asked) => snooze(ports, asked),
      [actionIds.wake]: (asked) => wake(ports, asked),
    },
  };
}

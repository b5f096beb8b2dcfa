import type { App } from '@slack/bolt';
import { inert } from '../views/escape.ts';
import { noticeHome } from '../views/home-view.ts';
import type { Visitor } from './access.ts';
import type { Door } from './door.ts';
import { homeOpenedPayload } from './payloads.ts';
import type { Story } from './story.ts';
import { troubleSentence } from './trouble.ts';

type Drawn = NonNullable<Story['events']>['app_home_opened'];

/** Shows a person their Home as it is now, or what stands in the way of it. Never throws. */
export type ShowHome = (visitor: Omit<Visitor, 'wants'>) => Promise<void>;

/** Nobody waits for a form to open, and what Home shows stays there: so it is for those only of whom Slack tells who they are. */
const wants = 'act';

/** Shows Homes by the story that draws them; who may not see one reads why. */
export function homeShownBy(door: Door, draw: Drawn): ShowHome {
  return async (visitor) => {
    const { person } = visitor;
    try {
      const barred = await door.gate({ ...visitor, wants });
      if (barred === undefined) await draw?.({ person });
      else await door.homes.publish(person, noticeHome(barred));
    } catch (error) {
      door.log.error({ err: error, person }, 'A Home could not be drawn');
      await door.homes
        .publish(person, noticeHome(inert(troubleSentence(error, door.storeDown))))
        .catch((failure: unknown) => door.log.error({ err: failure, person }, 'A Home could not be answered'));
    }
  };
}

/** Listens to people who open Home; Slack tells of each time, and Bolt has acknowledged it. */
export function listenToHome(app: App, door: Door, show: ShowHome): void {
  app.event('app_home_opened', async ({ body }) => {
    const { team_id: team, event } = homeOpenedPayload.parse(body);
    if (event.tab !== 'home' || !(await door.isNew(body))) return;
    await show({ person: event.user, team: team ?? undefined });
  });
}

import type { HomeView } from '@slack/types';
import type { Slack } from './client.ts';

/** Home tabs. */
export interface Homes {
  /** Shows a person their Home, in place of what it showed. Throws Outage or RefusedOutside. */
  publish(person: string, view: HomeView): Promise<void>;
}

export function slackHomes(slack: Slack): Homes {
  return {
    async publish(person, view) {
      await slack.quickly({ method: 'views.publish' }, (client) => client.views.publish({ user_id: person, view }));
    },
  };
}

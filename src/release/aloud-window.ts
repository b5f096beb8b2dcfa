import type { Said } from './aloud-people.ts';
import { condition, spelt, stepTitle } from './aloud-words.ts';
import type { Playbook } from './playbook.ts';
import type { WindowStep } from './playbook-steps.ts';
import { stepsIn } from './playbook-walk.ts';
import { roleTitle } from './role-title.ts';
import { counted, listed } from './wording.ts';

/** Who schedules when may be deployed, who is told, and what that means. */
export function windowAloud({ window, by, lasts, 'told-in': channels }: WindowStep, playbook: Playbook): Said {
  const who = listed(
    by.map((role) => roleTitle(playbook, role)),
    'or',
  );
  const told =
    channels.length === 0
      ? 'in the thread of the release'
      : `in the thread of the release and in the ${counted(channels.length, 'channel').replace(/^\d+ /, '')} ${listed(channels)}`;
  return {
    text:
      `${who} schedules the window in which ${window} may be deployed to: ${spelt(lasts)}, unless they say otherwise. ` +
      `Slipway tells it ${told}, and again if it is moved, which takes a reason. Before it opens and after it has closed nobody can deploy; a deployment that has begun is followed to its end.`,
  };
}

/** The windows to which a deployment keeps, as an addition to a sentence. */
export function windowWords(playbook: Playbook, environment: string): string {
  const windows = stepsIn(playbook).filter(({ step }) => 'window' in step && step.window === environment);
  return windows
    .map(({ step, name }) => {
      const only = step.when === undefined ? '' : condition(playbook, step.when).replace(/^Only /, ' (');
      return ` within the window of ${stepTitle(playbook, name)}${only === '' ? '' : `${only})`}`;
    })
    .join(', or');
}

import type { Button, StaticSelect } from '@slack/types';
import { z } from 'zod';
import type { Release } from '../release/release.ts';
import { actionIds } from './action-ids.ts';
import { button, option, plain } from './blocks.ts';
import { readTarget, targetText } from './target.ts';

const naps = ['1h', '3h', 'morning', 'week'] as const;
/** How long a person wants to be left alone. morning: until their next working day begins; week: until the one a week later does. */
export type Nap = (typeof naps)[number];

const words: Readonly<Record<Nap, string>> = {
  '1h': 'In 1 hour',
  '3h': 'In 3 hours',
  morning: 'The next working morning',
  week: 'In a week, in the morning',
};

/** The menu by which a person puts off the reminders of a release. */
export function snoozeMenu(release: Release): StaticSelect {
  return {
    type: 'static_select',
    action_id: actionIds.snooze,
    placeholder: plain('Remind me …', 150),
    options: naps.map((nap) => option(words[nap], JSON.stringify({ release: release.id, nap }))),
  };
}

/** Takes a snooze back. */
export function wakeButton(release: Release): Button {
  return button({
    action: actionIds.wake,
    words: 'Wake',
    value: targetText({ release: release.id }),
    aloud: `Remind me again of ${release.component.name} ${release.semver}`,
  });
}

const chosen = z.object({ nap: z.enum(naps) });

/** How long a chosen option says; undefined for anything that the menu did not offer. */
export function readNap(value: string): Nap | undefined {
  return readTarget(value) === undefined ? undefined : chosen.safeParse(JSON.parse(value)).data?.nap;
}

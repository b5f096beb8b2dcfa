import type { Message, Release } from '../release/release.ts';
import { askMessage } from './ask-message.ts';
import type { MessageView } from './message.ts';
import { releaseCard } from './release-card.ts';
import { reminderMessage } from './reminder-message.ts';
import { timelineMessage } from './timeline-message.ts';

/** A message that the release owes, as it reads now; undefined where what it would ask is done already. */
export function threadMessage(release: Release, { about, at }: Message, githubUrl: string): MessageView | undefined {
  switch (about.type) {
    case 'ReleaseStarted':
      return releaseCard(release, githubUrl);
    case 'StepAsked':
      return askMessage(release, about.step, githubUrl);
    case 'DeadlinePassed':
      return reminderMessage(release, about.step, about.times, at);
    default:
      return timelineMessage(release, about);
  }
}

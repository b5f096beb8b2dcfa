import { breakGlassStory } from './break-glass.ts';
import { cancelStory } from './cancel.ts';
import { changeRoleStory } from './change-role.ts';
import { checklistStory } from './checklist.ts';
import { completeOutsideStory } from './complete-outside.ts';
import { delegateStory } from './delegate.ts';
import { deployStory } from './deploy.ts';
import { detailsStory } from './details.ts';
import { helpStory } from './help.ts';
import { homeStory } from './home.ts';
import { linkStory } from './link.ts';
import { mentionStory } from './mention.ts';
import { noteLessonStory } from './note-lesson.ts';
import { pauseStory } from './pause.ts';
import { releaseActionsStory } from './release-actions.ts';
import { repinStory } from './repin.ts';
import { rerunCheckStory } from './rerun-check.ts';
import { resumeStory } from './resume.ts';
import { retryStepStory } from './retry-step.ts';
import { reviewStory } from './review.ts';
import { reviewAnnouncementStory } from './review-announcement.ts';
import { scheduleWindowStory } from './schedule-window.ts';
import { settleIssuesStory } from './settle-issues.ts';
import { signOffStory } from './sign-off.ts';
import { snoozeStory } from './snooze.ts';
import { startStory } from './start-release.ts';
import { statusStory } from './status.ts';
import type { Story } from './story.ts';
import { takeOutStory } from './take-out.ts';
import { waiveCheckStory } from './waive-check.ts';
import { withdrawStory } from './withdraw.ts';

type Needs<T extends (ports: never) => Story> = Parameters<T>[0];

/** All that the stories need together. */
export type StoryPorts = Needs<typeof startStory> &
  Needs<typeof statusStory> &
  Needs<typeof detailsStory> &
  Needs<typeof checklistStory> &
  Needs<typeof signOffStory> &
  Needs<typeof deployStory> &
  Needs<typeof scheduleWindowStory> &
  Needs<typeof reviewAnnouncementStory> &
  Needs<typeof settleIssuesStory> &
  Needs<typeof completeOutsideStory> &
  Needs<typeof waiveCheckStory> &
  Needs<typeof retryStepStory> &
  Needs<typeof noteLessonStory> &
  Needs<typeof rerunCheckStory> &
  Needs<typeof repinStory> &
  Needs<typeof breakGlassStory> &
  Needs<typeof reviewStory> &
  Needs<typeof pauseStory> &
  Needs<typeof resumeStory> &
  Needs<typeof changeRoleStory> &
  Needs<typeof delegateStory> &
  Needs<typeof cancelStory> &
  Needs<typeof takeOutStory> &
  Needs<typeof withdrawStory> &
  Needs<typeof linkStory> &
  Needs<typeof snoozeStory> &
  Omit<Needs<typeof mentionStory>, 'words'> &
  Needs<typeof releaseActionsStory> &
  Needs<typeof homeStory>;

/** The route table: every word, click, form and event that Slipway answers, in the order in which help lists the words. */
export function storiesOf(ports: StoryPorts): readonly Story[] {
  const stories: readonly Story[] = [
    startStory(ports),
    statusStory(ports),
    detailsStory(ports),
    checklistStory(ports),
    signOffStory(ports),
    deployStory(ports),
    scheduleWindowStory(ports),
    reviewAnnouncementStory(ports),
    settleIssuesStory(ports),
    completeOutsideStory(ports),
    waiveCheckStory(ports),
    retryStepStory(ports),
    noteLessonStory(ports),
    rerunCheckStory(ports),
    repinStory(ports),
    breakGlassStory(ports),
    reviewStory(ports),
    pauseStory(ports),
    resumeStory(ports),
    changeRoleStory(ports),
    delegateStory(ports),
    takeOutStory(ports),
    cancelStory(ports),
    withdrawStory(ports),
    linkStory(ports),
    snoozeStory(ports),
    releaseActionsStory(ports),
    homeStory(ports),
  ];
  const words = () => [...stories, help].flatMap((story) => story.words ?? []);
  const help: Story = helpStory(words);
  return [...stories, help, mentionStory({ ...ports, words })];
}

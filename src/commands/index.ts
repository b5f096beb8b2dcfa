import { cancelStory } from './cancel.ts';
import { checklistStory } from './checklist.ts';
import { completeOutsideStory } from './complete-outside.ts';
import { deployStory } from './deploy.ts';
import { detailsStory } from './details.ts';
import { helpStory } from './help.ts';
import { pauseStory } from './pause.ts';
import { resumeStory } from './resume.ts';
import { retryStepStory } from './retry-step.ts';
import { signOffStory } from './sign-off.ts';
import { startStory } from './start-release.ts';
import { statusStory } from './status.ts';
import type { Story } from './story.ts';

type Needs<T extends (ports: never) => Story> = Parameters<T>[0];

/** All that the stories need together. */
export type StoryPorts = Needs<typeof startStory> &
  Needs<typeof statusStory> &
  Needs<typeof detailsStory> &
  Needs<typeof checklistStory> &
  Needs<typeof signOffStory> &
  Needs<typeof deployStory> &
  Needs<typeof completeOutsideStory> &
  Needs<typeof retryStepStory> &
  Needs<typeof pauseStory> &
  Needs<typeof resumeStory> &
  Needs<typeof cancelStory>;

/** The route table: every word, click and form that Slipway answers, in the order in which help lists the words. */
export function storiesOf(ports: StoryPorts): readonly Story[] {
  const stories: readonly Story[] = [
    startStory(ports),
    statusStory(ports),
    detailsStory(ports),
    checklistStory(ports),
    signOffStory(ports),
    deployStory(ports),
    completeOutsideStory(ports),
    retryStepStory(ports),
    pauseStory(ports),
    resumeStory(ports),
    cancelStory(ports),
  ];
  const help: Story = helpStory(() => [...stories, help].flatMap((story) => story.words ?? []));
  return [...stories, help];
}

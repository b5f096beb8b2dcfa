import type { App } from '@slack/bolt';
import type { Door } from './door.ts';
import { listenToClicks, listenToOptions } from './listen-clicks.ts';
import { againStory, listenToLines } from './listen-lines.ts';
import { listenToSubmissions } from './listen-submissions.ts';
import type { Story } from './story.ts';

/** One table of all stories' handlers; throws where two claim the same id. */
function table<T>(parts: readonly (Readonly<Record<string, T>> | undefined)[]): Readonly<Record<string, T>> {
  const all: Record<string, T> = {};
  for (const [id, handler] of parts.flatMap((part) => Object.entries(part ?? {}))) {
    if (Object.hasOwn(all, id)) throw new Error(`Two stories listen to ${id}.`);
    all[id] = handler;
  }
  return all;
}

/** Connects the stories to Bolt. No handler throws past here, and none leaves a person without an answer. */
export function listen(app: App, door: Door, stories: readonly Story[]): void {
  const words = stories.flatMap((story) => story.words ?? []);
  const all = [...stories, againStory(words)];
  listenToLines(app, door, words);
  listenToClicks(app, door, table(all.map((story) => story.actions)));
  listenToOptions(app, door, table(all.map((story) => story.options)));
  listenToSubmissions(app, door, table(all.map((story) => story.submissions)));
}

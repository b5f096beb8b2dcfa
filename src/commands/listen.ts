import type { App } from '@slack/bolt';
import type { Door } from './door.ts';
import { listenToClicks, listenToOptions } from './listen-clicks.ts';
import { homeShownBy, listenToHome } from './listen-home.ts';
import { againStory, listenToLines } from './listen-lines.ts';
import { listenToMentions } from './listen-mentions.ts';
import { listenToShortcuts } from './listen-shortcuts.ts';
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

/** The one handler of an event; throws where two stories have one. */
function onlyOf<T>(handlers: readonly (T | undefined)[], name: string): T | undefined {
  const [handler, another] = handlers.filter((one) => one !== undefined);
  if (another !== undefined) throw new Error(`Two stories listen to ${name}.`);
  return handler;
}

/** Connects the stories to Bolt. No handler throws past here, and none leaves a person without an answer. */
export function listen(app: App, door: Door, stories: readonly Story[]): void {
  const words = stories.flatMap((story) => story.words ?? []);
  const all = [...stories, againStory(words)];
  listenToLines(app, door, words);
  const opens = table(all.map((story) => story.opens));
  const showHome = homeShownBy(
    door,
    onlyOf(
      all.map(({ events }) => events?.app_home_opened),
      'app_home_opened',
    ),
  );
  listenToClicks(app, door, { all: table([opens, ...all.map((story) => story.actions)]), opens }, showHome);
  listenToOptions(app, door, table(all.map((story) => story.options)));
  listenToSubmissions(app, door, table(all.map((story) => story.submissions)), showHome);
  listenToHome(app, door, showHome);
  listenToMentions(
    app,
    door,
    words,
    onlyOf(
      all.map(({ events }) => events?.app_mention),
      'app_mention',
    ),
  );
  listenToShortcuts(app, door, table(all.map((story) => story.shortcuts)));
}

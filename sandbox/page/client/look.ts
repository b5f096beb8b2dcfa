import type { ClockShown, Guide, Seen, World } from '../contract.ts';
import type { GitHubShown } from '../github-contract.ts';
import { ask, Refused } from './ask.ts';
import { changed, model } from './model.ts';

/** Runs one look at a time; asked again meanwhile, it looks once more afterwards. */
function onceAtATime(look: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  async function run(): Promise<void> {
    try {
      do {
        again = false;
        await look().catch((error: unknown) => {
          if (!(error instanceof Refused)) throw error;
          model.notice = error.message;
        });
        changed();
      } while (again);
    } finally {
      running = undefined;
    }
  }
  return () => {
    again = running !== undefined;
    running ??= run();
    return running;
  };
}

const path = (place: string, query: Readonly<Record<string, string>>): string =>
  `${place}?${new URLSearchParams(query)}`;

/** What the person has before them in Slack. */
export const lookAtSlack = onceAtATime(async () => {
  const { as, place } = model;
  const seen = await ask<Seen>(path('/seen', { as, in: place }));
  if (as !== model.as || place !== model.place) return; // went on meanwhile: the look at the new place is under way
  model.seen = seen;
  model.told = { now: seen.now, at: Date.now() };
});

/** The repository that is shown. */
export const lookAtGitHub = onceAtATime(async () => {
  if (model.repository === '') return;
  const { repository } = model;
  const shown = await ask<GitHubShown>(path('/github', { repository }));
  if (repository === model.repository) model.github = shown;
});

/** Clock and tour. */
export const lookAround = onceAtATime(async () => {
  model.guide = (await ask<Guide | null>('/guide')) ?? undefined;
  if (model.world.clock) model.clock = await ask<ClockShown>('/clock');
});

/** Who and what there is. */
export async function lookAtWorld(): Promise<void> {
  model.world = await ask<World>('/world');
}

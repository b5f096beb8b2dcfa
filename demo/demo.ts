import { finale } from './finale.ts';
import { news } from './news.ts';
import { opening } from './opening.ts';
import { readOptions } from './options.ts';
import { openScene } from './scene.ts';
import { terminal } from './screen.ts';
const options = readOptions(process.argv.slice(2));
const open = new AsyncDisposableStack();
const screen = terminal(process.stdout);
try {
  const scene = await openScene(options, open);
  for (const l of scene.madeReady) screen.tells(l);
  const story = { scene, screen, news: news(screen) };
  await opening(story);
  if (options.play) { const { play } = await import('./player.ts'); await play(story); await finale(story); }
} finally { await open.disposeAsync(); }

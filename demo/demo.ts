import { whenOrphaned } from '../sandbox/when-orphaned.ts';
import { byHand } from './by-hand.ts';
import { finale } from './finale.ts';
import { news } from './news.ts';
import { opening } from './opening.ts';
import { type DemoOptions, readOptions, usage } from './options.ts';
import { play } from './player.ts';
import { type OpenScene, openScene } from './scene.ts';
import { type Screen, terminal } from './screen.ts';
import { temporaryFolder } from './temporary-folder.ts';

const stopMs = 10_000; // what does not stop by then is ended with the process
const interruptedCode = 130; // as a shell says of Ctrl-C

const intro = `A local Slack, a local GitHub and Slipway, on this machine alone: nothing leaves it, nothing stays.
Acme’s billing service stands at v1.4.2, and two finished features wait in its branch dev.`;

const introOfOwn = (name: string): string =>
  `A local Slack, a local GitHub and Slipway, on this machine alone: nothing leaves it, nothing stays.
Your repository is there as acme/${name}: a copy, yours was only read.`;

const howToGoOn = `Now it is Maria’s turn: the release waits for her checklist. How to go on:

  npm run demo                 in your browser
  npm run demo -- --play       everybody does their part, to the end

or here, by hand. Try these lines; help lists all that can be done, play goes on by itself, quit stops:

  click Open checklist
  fill Release discipline = Done
  fill Ready to roll back = Done
  fill Documentation links = Done
  submit`;

const howToPlay = `You are Maria, who releases it; the page says what to do next, and lets you be everybody else.
Ctrl-C stops the demo. npm run demo -- --help lists what else it can do.`;

const forever = new Promise<never>(() => undefined);

async function tell(options: DemoOptions, screen: Screen, opened: Promise<OpenScene>, stop: () => void): Promise<void> {
  screen.line('Opening the scene …');
  const scene = await opened;
  screen.tells(options.repo === undefined ? intro : introOfOwn(scene.component));
  for (const sentence of scene.madeReady) screen.line(`  • ${sentence}`);
  screen.line(`\n  Open ${scene.page} in your browser.\n`);
  if (options.record !== undefined) {
    const { recordRelease } = await import('./record/record-release.ts'); // the browser's driver is loaded by those who need it
    await recordRelease(scene.page, options.record);
    screen.line(`The pictures are in ${options.record}.`);
    return;
  }
  if (!options.play && !options.terminal) {
    screen.line(howToPlay);
    return await forever;
  }
  const story = { scene, screen, news: news(screen) };
  await opening(story);
  if (options.play) {
    await play(story);
    await finale(story);
    return;
  }
  screen.line(`\n${howToGoOn}`);
  await byHand(story, process.stdin, stop);
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Plays, and in any case leaves nothing behind: no process, no file. Resolves to the exit code. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const stopped = new AbortController();
  const interruption = Promise.withResolvers<number>();
  const interrupt = (): void => {
    stopped.abort();
    interruption.resolve(interruptedCode);
  };
  const screen = terminal(process.stdout, stopped.signal);
  const open = new AsyncDisposableStack();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  whenOrphaned(interrupt);
  process.stdout.on('error', interrupt); // its reader is gone: npm run demo | head
  const scene = openScene(options, temporaryFolder(), open);
  const told = tell(options, screen, scene, interrupt).then(
    () => 0,
    (error: unknown) => {
      screen.sorry(sentenceOf(error));
      return 1;
    },
  );
  const code = await Promise.race([told, interruption.promise]);
  setTimeout(() => process.exit(code), stopMs);
  await Promise.allSettled([scene]); // interrupted while it opens, it is closed when it is open
  await open.disposeAsync();
  return code;
}

process.exit(
  await main().catch((error: unknown) => {
    process.stderr.write(`${sentenceOf(error)}\n`);
    return 1;
  }),
);

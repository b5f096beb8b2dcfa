import type { Story } from './acts.ts';
import { type Card, readCard } from './card.ts';
import { calm } from './pace.ts';
import { nextOnGitHub } from './player-github.ts';
import { mariaIsRefused, mariaPresses, takesTurn } from './turns.ts';

const patience = 60_000; // milliseconds without anything new, until the player gives up
const machineMs = 5000; // so long nobody acts while Slipway works: people would read first what comes of it
const mostRetries = 3;

type Move = () => Promise<void>;

/** What somebody would do next; undefined while Slipway works. */
async function nextMove(
  story: Story,
  card: Card,
  done: Map<string, number>,
  idleMs: number,
): Promise<Move | undefined> {
  const [button] = card.message.buttons;
  const failed = card.waiting.find(({ mark }) => mark.startsWith('❌'));
  if (card.state === 'paused') return () => mariaPresses(story, card, 'Resume');
  if (failed !== undefined) {
    const times = (done.get(failed.title) ?? 0) + 1;
    done.set(failed.title, times);
    if (times > mostRetries) throw new Error(`${failed.title} fails again and again:\n${failed.text}`);
    return () => mariaPresses(story, card, 'Retry');
  }
  if (idleMs < machineMs && card.waiting.some(({ mark }) => mark.startsWith('⚙️'))) return undefined;
  const onGitHub = await nextOnGitHub(story, card);
  const turn = card.waiting.find(({ people }) => people.length > 0);
  if (onGitHub !== undefined || turn === undefined || button === undefined) return onGitHub;
  return async () => {
    await story.news.tell(story.scene.slack.person('maria'));
    if (button === 'Review and sign' && !done.has(button) && !turn.people.includes('maria')) {
      done.set(button, 1);
      await mariaIsRefused(story, card);
    }
    await takesTurn(story, card, turn, button);
  };
}

/** Goes on with whatever the release waits for, until it is over. */
export async function play(story: Story): Promise<void> {
  const { news, scene, screen } = story;
  const maria = scene.slack.person('maria');
  const done = new Map<string, number>();
  let stage: string | undefined;
  let before = '';
  let since = Date.now();
  for (;;) {
    await calm(scene.slack);
    await news.tell(maria, { asks: false });
    const card = await readCard(maria);
    if (card === undefined) throw new Error('No release runs. Maria starts one by: type /release start');
    if (card.state === 'released' || card.state === 'cancelled') return await news.tell(maria);
    if (card.stage !== undefined && card.stage !== stage) screen.heading(`Stage ${card.stage}`);
    stage = card.stage;
    if (card.message.rendered !== before) since = Date.now();
    before = card.message.rendered;
    const idleMs = Date.now() - since;
    if (idleMs > patience) throw new Error(`Nothing has moved for a minute. The card says:\n${before}`);
    await (await nextMove(story, card, done, idleMs))?.();
  }
}

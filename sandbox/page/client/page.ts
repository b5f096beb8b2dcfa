import { render } from 'lit-html';
import type { Changed, Seen } from '../contract.ts';
import { ask, Refused } from './ask.ts';
import { act, markRead } from './deeds.ts';
import { forgetGone } from './drafts.ts';
import { layout } from './layout.ts';
import { lookAround, lookAtGitHub, lookAtSlack, lookAtWorld } from './look.ts';
import { changed, drawBy, model } from './model.ts';
import { addressed, fromAddress, stayWhereOneMay } from './places.ts';
import { tourDismissed } from './tour.ts';

const drawnEachMs = 20_000;

function openModals({ modal }: Seen): ReadonlySet<string> {
  return new Set(modal === undefined ? [] : [modal.id, ...modal.beneath.map(({ id }) => id)]);
}

/** Follows what happens; the browser connects again by itself. */
function follow(): void {
  const source = new EventSource('/changes');
  let last: Changed = { slack: -1, github: -1 };
  source.onmessage = (event: MessageEvent<string>) => {
    const news: Changed = JSON.parse(event.data);
    const back = !model.connected;
    model.connected = true;
    if (back) model.notice = undefined;
    const seen =
      news.slack === last.slack && !back ? Promise.resolve() : lookAtSlack().then(stayWhereOneMay).then(markRead);
    const shown = news.github === last.github && !back ? Promise.resolve() : lookAtGitHub();
    last = news;
    const world = back ? lookAtWorld() : Promise.resolve();
    Promise.all([world, seen, shown, lookAround()]).then(changed, (error: unknown) => {
      if (!(error instanceof Refused)) throw error; // it went away again; the next try tells
    });
  };
  source.onerror = () => {
    model.connected = false;
    changed();
  };
}

async function begin(): Promise<void> {
  const body = document.body;
  drawBy(() => {
    if (model.seen !== undefined) forgetGone(openModals(model.seen));
    render(layout(), body);
    addressed();
  });
  try {
    [model.emoji] = await Promise.all([ask<Record<string, string>>('/emoji.json'), lookAtWorld()]);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    model.notice = error.message;
  }
  fromAddress();
  model.guideShown = !tourDismissed();
  changed();
  follow();
  setInterval(changed, drawnEachMs); // the clock goes on
  if (model.place === 'home') await act({ act: 'opens', tab: 'home' });
}

await begin();

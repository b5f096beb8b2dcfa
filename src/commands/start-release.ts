import { busyText } from '../views/busy-text.ts';
import { refusalText } from '../views/refusal-text.ts';
import type { ShownRelease } from '../views/running-lines.ts';
import { readStartMetadata, startIds } from '../views/start-form.ts';
import { inTime } from './in-time.ts';
import type { ListedRelease } from './running-release.ts';
import { fillForm, firstForm } from './start-fill.ts';
import { configured, type FormWanted } from './start-form-of.ts';
import { entitledTo, mayNotStart } from './start-people.ts';
import { channelRefusal, placeOf } from './start-place.ts';
import type { StartPorts } from './start-ports.ts';
import { submitStart } from './start-submit.ts';
import type { ActionContext, Story } from './story.ts';
import type { Word, WordContext } from './word.ts';

const lookMs = 600; // the form has to open within a trigger's 3 s; what is not known by then is judged when it is sent off

/** A running release as messages show it. */
export function shownOf({ messageUrl }: Pick<StartPorts, 'messageUrl'>, release: ListedRelease): ShownRelease {
  const { card } = release.summary;
  return { ...release, cardUrl: card === undefined ? undefined : messageUrl(card) };
}

/** The first of these components that has no running release, or the running release of the first one. */
async function freeOf(ports: StartPorts, components: readonly string[]) {
  const running = await Promise.all(components.map((component) => ports.releases.openOf(component)));
  const free = components.find((_, n) => running[n] === undefined);
  return { free, busy: running.find((release) => release !== undefined) };
}

/** Why this person may not start this component here; undefined when they may, as far as is known. Mrkdwn. */
async function barredFrom(ports: StartPorts, wanted: FormWanted): Promise<string | undefined> {
  const config = configured(ports, wanted.component);
  if (config === undefined) return `slipway.yml has no component ${wanted.component} any more.`;
  const standing = await inTime(ports.channels.get(wanted.channel), lookMs);
  const channel = channelRefusal(standing);
  if (channel !== undefined) return channel;
  const entitled = entitledTo(config.playbook, config.entry, ports.groups.known());
  const may = mayNotStart(config.playbook, entitled, wanted.starter);
  return may === undefined ? undefined : refusalText({ refused: 'not_entitled', ...may });
}

async function start(ports: StartPorts, asked: WordContext): Promise<void> {
  const place = placeOf(asked, ports.slipway());
  if (place.kind === 'refused') return await asked.respond(place.sentence);
  const named = asked.args.includes(place.component);
  const { free, busy } = await freeOf(ports, named ? [place.component] : place.components);
  if (free === undefined && busy !== undefined)
    return await asked.respond(busyText(shownOf(ports, busy), asked.command, ports.slipway()['time-zone']));
  const wanted = {
    component: free ?? place.component,
    channel: asked.channel,
    bump: place.bump,
    starter: asked.person,
  };
  const barred = await barredFrom(ports, wanted);
  if (barred !== undefined) return await asked.respond(barred);
  const config = configured(ports, wanted.component);
  if (config === undefined) throw new Error(`${wanted.component} was configured a moment ago.`);
  const view = firstForm(ports, config, wanted);
  const opened = await asked.open(view);
  if (opened.kind === 'opened') await fillForm(ports, { ...opened, view }, config, wanted);
}

/** Shows the form of a component anew, whatever it has become meanwhile: the click is later than any filling in. */
async function showAgain(ports: StartPorts, asked: ActionContext, wanted: FormWanted): Promise<void> {
  const { view } = asked;
  const config = configured(ports, wanted.component);
  if (view === undefined || config === undefined || config.entry.channel !== wanted.channel)
    return await asked.respond(
      `${wanted.component} does not live in this channel any more. Close the form and start again.`,
    );
  const form = firstForm(ports, config, wanted);
  const updated = await ports.modals.update({ id: view.id }, form);
  if (updated.kind === 'updated')
    await fillForm(ports, { id: view.id, hash: updated.hash, view: form }, config, wanted);
}

function wantedIn({ view, person }: ActionContext): FormWanted {
  if (view === undefined) throw new Error('The start form was clicked outside of a modal.');
  const { component, channel, bump } = readStartMetadata(view.privateMetadata);
  return { component, channel, bump, starter: person };
}

/** `/release start`: the form, its filling in, its submission. */
export function startStory(ports: StartPorts): Story {
  const word: Word = {
    word: 'start',
    usage: 'start [component] [patch|minor|major]',
    says: 'Starts a release: opens its form.',
    run: (asked) => start(ports, asked),
  };
  return {
    words: [word],
    actions: {
      [startIds.component]: (asked) => showAgain(ports, asked, { ...wantedIn(asked), component: asked.value }),
      [startIds.retry]: (asked) => showAgain(ports, asked, wantedIn(asked)),
    },
    submissions: { [startIds.callback]: (asked) => submitStart(ports, asked) },
  };
}

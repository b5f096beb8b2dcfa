import { busyText } from '../views/busy-text.ts';
import { refusalText } from '../views/refusal-text.ts';
import { readStartMetadata, startIds } from '../views/start-form.ts';
import { inTime } from './in-time.ts';
import { shownOf } from './shown-release.ts';
import { fillForm, firstForm } from './start-fill.ts';
import { configured, type FormWanted, hotfixOf, notConfigured, teamsKnown } from './start-form-of.ts';
import { entitledTo, mayNotStart } from './start-people.ts';
import { channelRefusal, placeOf } from './start-place.ts';
import type { StartPorts } from './start-ports.ts';
import { submitStart } from './start-submit.ts';
import { versionNamed } from './start-version.ts';
import type { ActionContext, Story } from './story.ts';
import type { Word, WordContext } from './word.ts';

const lookMs = 600; // the form has to open within a trigger's 3 s; what is not known by then is judged when it is sent off

/** The first of these components that has no running release beside its hotfixes, or the running release of the first one. */
async function freeOf(ports: StartPorts, components: readonly string[]) {
  const open = await Promise.all(components.map((component) => ports.releases.openOf(component)));
  const running = open.map((all) =>
    all.find(({ status, summary }) => status !== 'withdrawing' && summary.patches === undefined),
  ); // the next one need not wait for what is being withdrawn
  const free = components.find((_, n) => running[n] === undefined);
  return { free, busy: running.find((release) => release !== undefined) };
}

/** Why this person may not start this component here; undefined when they may, as far as is known. Mrkdwn. */
async function barredFrom(ports: StartPorts, wanted: FormWanted): Promise<string | undefined> {
  const config = configured(ports, wanted);
  if (config === undefined) return notConfigured(wanted);
  const standing = await inTime(ports.channels.get(wanted.channel), lookMs);
  const channel = channelRefusal(standing);
  if (channel !== undefined) return channel;
  const entitled = entitledTo(config.playbook, config.entry, ports.groups.known(), teamsKnown(ports));
  const may = mayNotStart(config.playbook, entitled, wanted.starter);
  return may === undefined ? undefined : refusalText({ refused: 'not_entitled', ...may });
}

async function start(ports: StartPorts, asked: WordContext): Promise<void> {
  const version = await versionNamed(ports, asked);
  if (version !== undefined) return await asked.respond(version);
  const place = placeOf(asked, ports.slipway());
  if (place.kind === 'refused') return await asked.respond(place.sentence);
  const named = asked.args.includes(place.component);
  const { command } = asked;
  const { free, busy } = place.hotfix
    ? { free: place.component, busy: undefined } // whether it can run beside the others depends on what it patches
    : await freeOf(ports, named ? [place.component] : place.components);
  if (free === undefined && busy !== undefined) {
    const way = { command, zone: ports.slipway()['time-zone'], hotfix: hotfixOf(ports, busy.component) };
    return await asked.respond(busyText(shownOf(ports, busy), way));
  }
  const wanted = {
    component: free ?? place.component,
    hotfix: place.hotfix,
    channel: asked.channel,
    bump: place.bump,
    starter: asked.person,
  };
  const barred = await barredFrom(ports, wanted);
  if (barred !== undefined) return await asked.respond(barred);
  const config = configured(ports, wanted);
  if (config === undefined) throw new Error(`${wanted.component} was configured a moment ago.`);
  const view = firstForm(ports, config, wanted);
  const opened = await asked.open(view);
  if (opened.kind === 'opened') await fillForm(ports, { ...opened, view }, config, wanted);
}

/** Shows the form of a component anew, whatever it has become meanwhile: the click is later than any filling in. */
async function showAgain(ports: StartPorts, asked: ActionContext, wanted: FormWanted): Promise<void> {
  const { view } = asked;
  const config = configured(ports, wanted);
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
  const { component, channel, bump, hotfix = false } = readStartMetadata(view.privateMetadata);
  return { component, channel, bump, hotfix, starter: person };
}

/** The same of another component: a hotfix only where it has a playbook for one. */
function ofComponent(ports: StartPorts, wanted: FormWanted, component: string): FormWanted {
  return { ...wanted, component, hotfix: wanted.hotfix && hotfixOf(ports, component) !== 'none' };
}

/** `/release start`: the form, its filling in, its submission. */
export function startStory(ports: StartPorts): Story {
  const word: Word = {
    word: 'start',
    usage: 'start [component] [patch|minor|major|hotfix]',
    says: 'Starts a release: opens its form.',
    opens: true,
    run: (asked) => start(ports, asked),
  };
  return {
    words: [word],
    opens: {
      [startIds.component]: (asked) => showAgain(ports, asked, ofComponent(ports, wantedIn(asked), asked.value)),
      [startIds.what]: (asked) => showAgain(ports, asked, { ...wantedIn(asked), hotfix: asked.value === 'hotfix' }),
      [startIds.retry]: (asked) => showAgain(ports, asked, wantedIn(asked)),
    },
    submissions: { [startIds.callback]: (asked) => submitStart(ports, asked) },
  };
}

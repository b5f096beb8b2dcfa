import type { ModalView } from '@slack/types';
import { busyText } from '../views/busy-text.ts';
import { inert } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusalPlain } from '../views/refusal-text.ts';
import { readStartForm, readStartMetadata, startIds } from '../views/start-form.ts';
import { startModal } from '../views/start-modal.ts';
import { inTime } from './in-time.ts';
import { type Configured, configured, type FormWanted, formOf } from './start-form-of.ts';
import { entitledTo, mayNotStart, type UserGroups, unfit } from './start-people.ts';
import { channelRefusal } from './start-place.ts';
import type { StartPorts } from './start-ports.ts';
import { mistakesOf, type Sent, startCommand } from './start-submission.ts';
import type { Answer, ShownView, SubmissionContext } from './story.ts';

// Together within the 3 s that Slack waits, with what the store takes.
const githubMs = 1500;
const slackMs = 900;

function inputsOf(blocks: ModalView['blocks'] | ShownView['blocks']): readonly string[] {
  return blocks.flatMap((block) => (block.type === 'input' && block.block_id !== undefined ? [block.block_id] : []));
}

/** Errors at the fields that the form has; what belongs to none of them is said at the kind of version. */
function errorsAt(view: ShownView, component: string, mistakes: ReadonlyMap<string, string>): Answer {
  const fields = new Set(inputsOf(view.blocks));
  const errors: Record<string, string> = {};
  for (const [block, sentence] of mistakes) {
    const at = fields.has(block) ? block : startIds.bump(component);
    errors[at] = errors[at] === undefined ? sentence : `${errors[at]} ${sentence}`;
  }
  return { kind: 'errors', errors };
}

/** Whether the form lacks an input that it would have now: it was sent off before it was filled in, or GitHub changed. */
function lacksInput(view: ShownView, now: ModalView): boolean {
  const shown = new Set(inputsOf(view.blocks));
  return inputsOf(now.blocks).some((block) => !shown.has(block));
}

/** Asks for all people of the form, so that each has a name and a standing. */
async function meet(ports: StartPorts, people: Iterable<string>): Promise<void> {
  const asked = [...new Set(people)].map((id) => ports.people.get(id));
  await inTime(Promise.allSettled(asked), slackMs);
}

function sayBusy(ports: StartPorts, running: Parameters<typeof busyText>[0] | undefined): Answer {
  const { commands, 'time-zone': zone } = ports.slipway();
  const text =
    running === undefined
      ? 'Another release of it was started a moment ago.'
      : busyText(running, commands.release, zone);
  return { kind: 'push', view: noticeModal('Running already', text) };
}

async function begin(ports: StartPorts, asked: SubmissionContext, sent: Sent): Promise<Answer> {
  const command = startCommand(sent);
  const { component } = sent.config.subject;
  const id = `${component}-${command.version}-${ports.random()}`;
  const executed = await ports.execute(id, command, `start:${asked.view.id}`);
  if (executed.kind !== 'refused') return { kind: 'close' };
  if (executed.refusal.refused !== 'component_busy')
    return errorsAt(asked.view, component, new Map([['', refusalPlain(executed.refusal, sent.nameOf)]]));
  const running = await ports.releases.openOf(component);
  if (running === undefined) return sayBusy(ports, undefined);
  const { card } = running.summary;
  return sayBusy(ports, { ...running, cardUrl: card === undefined ? undefined : ports.messageUrl(card) });
}

interface Judged {
  readonly config: Configured;
  readonly wanted: FormWanted;
  readonly groups: UserGroups | undefined;
}

/** Why nothing can be started whatever the form says; undefined when it is to be judged. Plain text. */
async function barred(ports: StartPorts, { config, wanted, groups }: Judged, nameOf: (id: string) => string) {
  if (config.entry.channel !== wanted.channel)
    return `${wanted.component} does not live in this channel any more. Close the form and start again.`;
  const standing = await inTime(ports.channels.get(wanted.channel), slackMs);
  const channel = channelRefusal(standing);
  if (channel !== undefined) return channel.replaceAll('`', '');
  const may = mayNotStart(config.playbook, entitledTo(config.playbook, config.entry, groups), wanted.starter);
  return may === undefined ? undefined : refusalPlain({ refused: 'not_entitled', ...may }, nameOf);
}

async function judged(ports: StartPorts, asked: SubmissionContext, { config, wanted }: Omit<Judged, 'groups'>) {
  const { view, person } = asked;
  const { subject, playbook, entry } = config;
  const input = readStartForm(view.values, subject.component, playbook);
  if (input.component !== undefined && input.component !== subject.component)
    return errorsAt(
      view,
      subject.component,
      new Map([
        [
          startIds.component,
          `The form still shows ${subject.component}. Wait until it shows ${input.component}, then Start.`,
        ],
      ]),
    );
  const [read, groups] = await Promise.all([
    ports.facts.readWithin(subject, githubMs),
    inTime(ports.groups.get(), slackMs).then((answer) => answer ?? ports.groups.known()),
  ]);
  const entitled = entitledTo(playbook, entry, groups);
  const may = Object.values(entitled).flatMap((one) => (one.kind === 'people' ? one.people : []));
  await meet(ports, [...may, ...Object.values(input.roles).flat(), person]);
  const nameOf = (id: string): string => ports.people.known(id)?.name ?? id;
  const no = await barred(ports, { config, wanted, groups }, nameOf);
  if (no !== undefined) return errorsAt(view, subject.component, new Map([['', no]]));
  if (read.kind === 'failed')
    return errorsAt(
      view,
      subject.component,
      new Map([
        ['', `${read.sentence} Nothing was started, and nothing you typed is lost: press Start again in a moment.`],
      ]),
    );
  const fresh = formOf(ports, config, wanted, { kind: 'read' }, { groups, facts: read.facts });
  const again = startModal({
    ...fresh,
    notice: 'The form has changed since it was shown: look at it once more, then Start.',
  });
  if (lacksInput(view, again)) return { kind: 'update', view: again } as const;
  return {
    input,
    config,
    facts: read.facts,
    entitled,
    starter: person,
    slipway: ports.slipway(),
    nameOf,
    unfit: (id: string) => unfit(ports.people.known(id)?.standing),
    now: ports.now(),
  };
}

/** Works everything out again, starts the release, and answers with what is wrong at its field otherwise. */
export async function submitStart(ports: StartPorts, asked: SubmissionContext): Promise<Answer> {
  const { component, channel, bump } = readStartMetadata(asked.view.privateMetadata);
  const config = configured(ports, component);
  if (config === undefined)
    return {
      kind: 'update',
      view: noticeModal('Slipway', inert(`slipway.yml has no component ${component} any more.`)),
    };
  const sent = await judged(ports, asked, { config, wanted: { component, channel, bump, starter: asked.person } });
  if ('kind' in sent) return sent;
  const mistakes = mistakesOf(sent);
  return mistakes.size > 0 ? errorsAt(asked.view, component, mistakes) : await begin(ports, asked, sent);
}

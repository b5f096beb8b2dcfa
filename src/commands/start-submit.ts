import type { ModalView } from '@slack/types';
import { busyText } from '../views/busy-text.ts';
import { inert } from '../views/escape.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { refusalPlain } from '../views/refusal-text.ts';
import { readStartForm, readStartMetadata, startIds } from '../views/start-form.ts';
import { startModal } from '../views/start-modal.ts';
import type { ListedRelease } from './running-release.ts';
import { shownOf } from './shown-release.ts';
import { configured, type FormWanted, formOf, hotfixOf, notConfigured } from './start-form-of.ts';
import { barredBy, type Gathered, gather, sentOf } from './start-gather.ts';
import type { StartPorts } from './start-ports.ts';
import { mistakesOf, type Sent, startCommand } from './start-submission.ts';
import type { Answer, ShownView, SubmissionContext } from './story.ts';

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

function sayBusy(ports: StartPorts, wanted: FormWanted, running: ListedRelease | undefined): Answer {
  const { commands, 'time-zone': zone } = ports.slipway();
  const hotfix = wanted.hotfix || hotfixOf(ports, wanted.component);
  const text =
    running === undefined
      ? 'Another release of it was started a moment ago.'
      : busyText(shownOf(ports, running), { command: commands.release, zone, hotfix });
  return { kind: 'push', view: noticeModal('Running already', text) };
}

async function begin(ports: StartPorts, asked: SubmissionContext, sent: Sent, wanted: FormWanted): Promise<Answer> {
  const command = startCommand(sent);
  const { component } = sent.config.subject;
  const id = `${component}-${command.version}-${ports.random()}`;
  const executed = await ports.execute(id, command, `start:${asked.view.id}`);
  if (executed.kind !== 'refused') return { kind: 'close' };
  if (executed.refusal.refused !== 'component_busy')
    return errorsAt(asked.view, component, new Map([['', refusalPlain(executed.refusal, sent.nameOf)]]));
  const { runningInstead } = executed;
  return sayBusy(ports, wanted, runningInstead === undefined ? undefined : await ports.releases.byId(runningInstead));
}

/** What the form lacks of what it would show now: it was sent off before it was filled in, or GitHub changed. */
function outdated(ports: StartPorts, view: ShownView, gathered: Gathered, wanted: FormWanted): Answer | undefined {
  const { config, groups, read } = gathered;
  if (read.kind === 'failed') return undefined;
  const now = startModal({
    ...formOf(ports, config, wanted, { kind: 'read' }, { groups, facts: read.facts }),
    notice: 'The form has changed since it was shown: look at it once more, then Start.',
  });
  return lacksInput(view, now) ? { kind: 'update', view: now } : undefined;
}

/** Works everything out again, starts the release, and answers with what is wrong at its field otherwise. */
export async function submitStart(ports: StartPorts, asked: SubmissionContext): Promise<Answer> {
  const { view, person } = asked;
  const { component, channel, bump, hotfix = false } = readStartMetadata(view.privateMetadata);
  const wanted = { component, channel, bump, hotfix, starter: person };
  const config = configured(ports, wanted);
  if (config === undefined) return { kind: 'update', view: noticeModal('Slipway', inert(notConfigured(wanted))) };
  const wrong = (sentence: string, block = ''): Answer => errorsAt(view, component, new Map([[block, sentence]]));
  const input = readStartForm(view.values, component, config.playbook);
  if (input.component !== undefined && input.component !== component)
    return wrong(
      `The form still shows ${component}. Wait until it shows ${input.component}, then Start.`,
      startIds.component,
    );
  if (input.hotfix !== undefined && input.hotfix !== hotfix)
    return wrong(
      `The form still shows the other kind. Wait until it asks for ${input.hotfix ? 'a hotfix' : 'a release'}, then Start.`,
      startIds.what,
    );
  const gathered = await gather(ports, config, wanted, input);
  const barred = barredBy(ports, gathered, wanted);
  if (barred !== undefined) return wrong(barred);
  if (gathered.read.kind === 'failed')
    return wrong(
      `${gathered.read.sentence} Nothing was started, and nothing you typed is lost: press Start again in a moment.`,
    );
  const changed = outdated(ports, view, gathered, wanted);
  if (changed !== undefined) return changed;
  const sent = sentOf(ports, gathered, { input, facts: gathered.read.facts, starter: person });
  const mistakes = mistakesOf(sent);
  return mistakes.size > 0 ? errorsAt(view, component, mistakes) : await begin(ports, asked, sent, wanted);
}

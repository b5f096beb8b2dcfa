import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import type { Tick } from '../release/events.ts';
import type { PlannedStep } from '../release/plan.ts';
import type { Refusal } from '../release/refusal.ts';
import { plannedStep, type Release, stepState } from '../release/release.ts';
import { changesTick, evidenceWords } from '../release/tick-evidence.ts';
import { actionIds } from '../views/action-ids.ts';
import { readChecklistForm, readChecklistShown } from '../views/checklist-form.ts';
import { type ChecklistShown, checklistIds, checklistModal, evidenceBlock } from '../views/checklist-modal.ts';
import { firstOpenPage, itemsOn, pagesOf } from '../views/checklist-pages.ts';
import { inertLine } from '../views/escape.ts';
import { mention } from '../views/mentions.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { besidesLine, noneOwnText } from '../views/own-step-lines.ts';
import { refusedPlain, refusedText } from '../views/refused-text.ts';
import { askedStep, askedSteps, ownSteps } from './asked-step.ts';
import { clickedRelease } from './clicked-release.ts';
import type { RunningReleases } from './running-release.ts';
import { showModal } from './show-modal.ts';
import type { ActionContext, Answer, Story, SubmissionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  /** Where people see repositories. */
  readonly githubUrl: string;
  nameOf(person: string): string;
}

/** Why the person cannot answer the checklist now; undefined where they can. */
function barredFrom(release: Release, step: string, by: string): Refusal | undefined {
  const decided = decidePerson(release, { type: 'SaveChecklist', step, by, ticks: {} });
  return isRefusal(decided) ? decided : undefined;
}

function opened(ports: Ports, release: Release, step: string, page = firstOpenPage(release, step), notice?: string) {
  return checklistModal(release, step, { page, drawn: release.version, notice, githubUrl: ports.githubUrl });
}

/** What came of a page, where there is more to say than that it was saved. */
function noticeOf(changed: boolean, meanwhile: readonly string[]): string | undefined {
  const saved = changed ? 'Saved.' : 'Nothing was changed.';
  if (meanwhile.length > 0) return [`${saved} Meanwhile:`, ...meanwhile].join('\n');
  return changed ? undefined : saved;
}

/** What others changed on the page while the person had it open: they are told, and nothing of it is lost. */
function changedMeanwhile(
  before: Release,
  shown: ChecklistShown,
  own: Readonly<Record<string, Tick>>,
): readonly string[] {
  const { ticks } = stepState(before, shown.step);
  return itemsOn(before, shown.step, shown.page).flatMap(([number, item]) => {
    const tick = ticks[number];
    const say = `“${inertLine(item.say, 160)}”`;
    const both = own[number]?.ticked === true && tick !== undefined && shown.ticked[number] === undefined;
    if (both && changesTick(tick, own[number] ?? { ticked: true })) {
      const words = evidenceWords(item, tick);
      const theirs = words === undefined ? '' : `, with “${inertLine(words, 300)}”`;
      return [`• ${say} was ticked by ${mention(tick.by)} too${theirs}: what you gave stands now`];
    }
    if ((tick !== undefined) === (shown.ticked[number] !== undefined) || own[number] !== undefined) return [];
    return [tick === undefined ? `• ${say} was unticked` : `• ${say} was ticked by ${mention(tick.by)}`];
  });
}

/** Saves what the person changed on a page. */
async function save(ports: Ports, asked: SubmissionContext | ActionContext, shown: ChecklistShown, state: unknown) {
  const before = await ports.execute.load(shown.release);
  const planned = before === undefined ? undefined : plannedStep(before, shown.step);
  if (before === undefined || planned === undefined || !('checklist' in planned.step))
    return { kind: 'unknown' as const };
  const { ticks, errors } = readChecklistForm(before, shown, state);
  if (Object.keys(errors).length > 0) return { kind: 'errors' as const, release: before, errors };
  const executed = await ports.execute(
    before.id,
    { type: 'SaveChecklist', step: shown.step, by: asked.person, ticks },
    asked.cause,
  );
  if (executed.kind === 'refused')
    return { kind: 'refused' as const, release: executed.release ?? before, refusal: executed.refusal };
  const found = executed.kind === 'done' ? (executed.before ?? before) : before; // others may have saved since it was read
  const notice = noticeOf(Object.keys(ticks).length > 0, changedMeanwhile(found, shown, ticks));
  return { kind: 'saved' as const, release: executed.release, notice };
}

const unknown = 'Slipway no longer knows this checklist. Open it again from the release card.';

async function submitted(ports: Ports, asked: SubmissionContext): Promise<Answer> {
  const shown = readChecklistShown(asked.view.privateMetadata);
  if (shown === undefined) return { kind: 'update', view: noticeModal('Checklist', unknown) };
  const saved = await save(ports, asked, shown, asked.view.values);
  if (saved.kind === 'unknown') return { kind: 'update', view: noticeModal('Checklist', unknown) };
  if (saved.kind === 'errors') return { kind: 'errors', errors: saved.errors };
  if (saved.kind === 'refused') {
    const [field] = itemsOn(saved.release, shown.step, shown.page).filter(([, item]) => item.evidence !== undefined);
    if (field === undefined)
      return { kind: 'update', view: noticeModal('Not saved', refusedText(saved.refusal, saved.release, shown.step)) };
    const sentence = refusedPlain(saved.refusal, ports.nameOf, saved.release, shown.step);
    return { kind: 'errors', errors: { [evidenceBlock(field[0], shown.drawn)]: sentence } };
  }
  const { notice } = saved;
  if (
    shown.page + 1 < pagesOf(saved.release, shown.step) &&
    barredFrom(saved.release, shown.step, asked.person) === undefined
  )
    return { kind: 'update', view: opened(ports, saved.release, shown.step, shown.page + 1, notice) };
  return notice === undefined ? { kind: 'close' } : { kind: 'update', view: noticeModal('Checklist', notice) };
}

async function back(ports: Ports, asked: ActionContext): Promise<void> {
  const shown = asked.view === undefined ? undefined : readChecklistShown(asked.view.privateMetadata);
  if (asked.view === undefined || shown === undefined) return await asked.respond(unknown);
  const saved = await save(ports, asked, shown, asked.view.values);
  if (saved.kind === 'unknown') return await asked.respond(unknown);
  if (saved.kind === 'refused') return await asked.respond(refusedText(saved.refusal, saved.release, shown.step));
  const { githubUrl } = ports;
  if (saved.kind === 'errors') {
    const notice = ['⚠️ Not saved:', ...Object.values(saved.errors).map((e) => inertLine(e))].join(' ');
    const same = { page: shown.page, drawn: shown.drawn, notice, githubUrl }; // the same drawing: what was entered stays
    return void (await asked.update(checklistModal(saved.release, shown.step, same)));
  }
  const modal = opened(ports, saved.release, shown.step, Math.max(0, shown.page - 1), saved.notice);
  await asked.update(modal);
}

/** The checklist's modal for this person, where none is named that of their first; or the sentence why not. */
function modalFor(ports: Ports, release: Release, person: string, named?: PlannedStep) {
  const refused = (text: string) => ({ kind: 'refused' as const, text });
  const planned = named ?? askedStep(release, 'checklist', person);
  if (planned === undefined || !('checklist' in planned.step)) return refused(unknown);
  const barred = barredFrom(release, planned.id, person);
  const all = askedSteps(release, 'checklist');
  if (barred !== undefined && (named !== undefined || all.length < 2))
    return refused(refusedText(barred, release, planned.id));
  if (barred !== undefined) {
    const each = all.map(({ planned: one }) => {
      const why = barredFrom(release, one.id, person);
      return { planned: one, sentence: why === undefined ? unknown : refusedText(why, release, one.id) };
    });
    return refused(noneOwnText(release, each));
  }
  const besides = ownSteps(release, 'checklist', person).filter(({ id }) => id !== planned.id);
  return {
    kind: 'modal' as const,
    modal: opened(ports, release, planned.id, undefined, besidesLine(release, besides)),
  };
}

/** A role answers its checklist: by the button of the card or the ask, or by `/release checklist`. */
export function checklistStory(ports: Ports): Story {
  const word: Word = {
    word: 'checklist',
    usage: 'checklist [component]',
    says: 'Opens the checklist that the release waits for.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'checklist', asked);
      if (typed === undefined) return;
      const { release } = typed;
      const planned = askedStep(release, 'checklist', asked.person);
      if (planned === undefined)
        return await asked.respond(
          `No checklist of ${inertLine(release.component.name)} ${release.semver} is waited for now. \`${asked.command} status\` says what is.`,
        );
      const shown = modalFor(ports, release, asked.person);
      if (shown.kind === 'refused') return await asked.respond(shown.text);
      await asked.open(shown.modal);
    },
  };
  return {
    words: [word],
    opens: {
      async [actionIds.checklist](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked === undefined) return;
        const shown = modalFor(ports, clicked.release, asked.person, clicked.planned);
        if (shown.kind === 'refused') return await asked.respond(shown.text);
        await showModal(asked, shown.modal);
      },
      async [checklistIds.tick]() {}, // Slack tells of each tick; it counts when the page is saved
    },
    actions: { [checklistIds.back]: (asked) => back(ports, asked) },
    submissions: { [checklistIds.view]: (asked) => submitted(ports, asked) },
  };
}

import type { ModalView } from '@slack/types';
import type { Execute } from '../execute.ts';
import type { PlannedStep } from '../release/plan.ts';
import type { Release } from '../release/release.ts';
import { clickedRelease } from './clicked-release.ts';
import type { RunningReleases } from './running-release.ts';
import { showModal } from './show-modal.ts';
import type { ActionContext } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
}

/** The form for a person, of a step where one was clicked; or why there is none for them. */
type FormFor = (
  release: Release,
  person: string,
  planned?: PlannedStep,
) => { readonly kind: 'form'; readonly modal: ModalView } | { readonly kind: 'refused'; readonly text: string };

/** A word that opens a form of the release that is typed, or says why there is none. */
export function formWord(ports: Ports, of: Pick<Word, 'word' | 'usage' | 'says'>, formFor: FormFor): Word {
  return {
    ...of,
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, of.word, asked);
      if (typed === undefined) return;
      const form = formFor(typed.release, asked.person);
      if (form.kind === 'refused') return await asked.respond(form.text);
      await asked.open(form.modal);
    },
  };
}

/** The same by a button of the release, perhaps of one step. */
export async function openClickedForm(ports: Ports, asked: ActionContext, formFor: FormFor): Promise<void> {
  const clicked = await clickedRelease(ports.execute, asked);
  if (clicked === undefined) return;
  const form = formFor(clicked.release, asked.person, clicked.planned);
  if (form.kind === 'refused') return await asked.respond(form.text);
  await showModal(asked, form.modal);
}

import type { ModalView } from '@slack/types';
import { detailsIds } from '../views/details-modal.ts';
import type { ActionContext } from './story.ts';

/** Shows a modal for a click: over the details where it was clicked there, in place of any other modal, else as a new one. */
export async function showModal(asked: ActionContext, modal: ModalView): Promise<void> {
  if (asked.view === undefined) await asked.open(modal);
  else if (asked.view.callbackId === detailsIds.view) await asked.push(modal);
  else await asked.update(modal);
}

import type { ModalView } from '@slack/types';
import type { ShownView } from './story.ts';

/** How the external_id of a modal begins that was opened from Home. Slack sends it back with whatever is done in the modal. */
const mark = 'home:';

/** Whether something was done from Home: in Home itself, or in a modal that was opened there. */
export function isFromHome(view: ShownView | null | undefined): boolean {
  return view?.kind === 'home' || view?.externalId.startsWith(mark) === true;
}

/** The modal as one that is opened from there, by this trigger: no other modal has its external_id. */
export function openedFrom(view: ShownView | null | undefined, modal: ModalView, triggerId: string): ModalView {
  return isFromHome(view) ? { ...modal, external_id: `${mark}${triggerId}` } : modal;
}

/** The modal as one that takes another's place. */
export function inPlaceOf(view: ShownView, modal: ModalView): ModalView {
  return isFromHome(view) ? { ...modal, external_id: view.externalId } : modal;
}

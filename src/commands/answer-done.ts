import type { Release } from '../release/release.ts';
import { detailsIds, detailsModal, readDetailsPage } from '../views/details-modal.ts';
import type { ActionContext } from './story.ts';

/** Answers a click that did something: the details that it was made in are shown anew, elsewhere the person reads the sentence. */
export async function answerDone(
  asked: ActionContext,
  release: Release,
  sentence: string,
  githubUrl: string,
): Promise<void> {
  if (asked.view?.callbackId !== detailsIds.view) return await asked.respond(sentence);
  const page = readDetailsPage(asked.view.privateMetadata)?.page ?? 0;
  await asked.update(detailsModal(release, page, githubUrl));
}

import type { Execute } from '../execute.ts';
import { actionIds } from '../views/action-ids.ts';
import { currentPage, detailsIds, detailsModal, readDetailsPage } from '../views/details-modal.ts';
import { clickedRelease } from './clicked-release.ts';
import type { RunningReleases } from './running-release.ts';
import { showModal } from './show-modal.ts';
import type { ActionContext, Story } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Pick<Execute, 'load'>;
  readonly releases: RunningReleases;
  readonly githubUrl: string;
}

async function turned(ports: Ports, asked: ActionContext): Promise<void> {
  const wanted = readDetailsPage(asked.value);
  const release = wanted === undefined ? undefined : await ports.execute.load(wanted.release);
  if (wanted === undefined || release === undefined)
    return await asked.respond('Slipway no longer knows this release.');
  await asked.update(detailsModal(release, wanted.page, ports.githubUrl));
}

/** Everybody may look at every stage and step of a release: by the card's Details, or by `/release details`. */
export function detailsStory(ports: Ports): Story {
  const word: Word = {
    word: 'details',
    usage: 'details [component]',
    says: 'Every stage and step of the release: state, who, when.',
    opens: true,
    async run(asked) {
      const typed = await typedRelease(ports, 'details', asked);
      if (typed !== undefined)
        await asked.open(detailsModal(typed.release, currentPage(typed.release), ports.githubUrl));
    },
  };
  return {
    words: [word],
    opens: {
      async [actionIds.details](asked) {
        const clicked = await clickedRelease(ports.execute, asked);
        if (clicked !== undefined)
          await showModal(asked, detailsModal(clicked.release, currentPage(clicked.release), ports.githubUrl));
      },
      [detailsIds.page]: (asked) => turned(ports, asked),
      [`${detailsIds.page}-back`]: (asked) => turned(ports, asked),
    },
  };
}

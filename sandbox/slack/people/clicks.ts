import type { Interactive } from '../block-kit/blocks.ts';
import type { Confirm } from '../block-kit/composition.ts';
import { everySeat } from '../block-kit/walk.ts';
import type { Person } from '../state/entities.ts';
import { NotPossible } from '../state/slack-error.ts';
import { type Deed, dispatch, type Shown } from './act-on.ts';
import type { Sandbox } from './sandbox.ts';
import { blocksOf, find, spots, type Where } from './spots.ts';

/** How to click. */
export interface ClickOptions extends Where {
  /** Says yes in the confirmation dialog, if there is one. */
  readonly confirm?: boolean | undefined;
}

/** What `what` would do to an element: a button's text or action_id, an overflow option's text or value. */
function deedOf(element: Interactive, what: string): Deed | undefined {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return element.text.text === what || element.action_id === what ? { pressed: true } : undefined;
    case 'feedback_buttons':
      return element.positive_button.text.text === what ? { pressed: true } : undefined;
    case 'overflow': {
      const option = element.options.find((one) => one.text.text === what || one.value === what);
      return option === undefined ? undefined : { option };
    }
    default:
      return undefined;
  }
}

/** Clicks a button or an overflow option that the person sees; refuses what they do not. */
export async function clicks(sandbox: Sandbox, person: Person, what: string, options: ClickOptions): Promise<Shown> {
  const { workspace } = sandbox;
  const found = find(workspace, person, options, (element) => deedOf(element, what) !== undefined);
  const deed = found === undefined ? undefined : deedOf(found.element, what);
  if (found === undefined || deed === undefined) {
    throw new NotPossible(`${person.name} sees no "${what}" to click; visible: ${visible(sandbox, person, options)}`);
  }
  const dialog = 'confirm' in found.element ? found.element.confirm : undefined;
  if (dialog !== undefined && options.confirm !== true) throw new NotPossible(asked(what, dialog));
  return dispatch(sandbox, person, found, deed);
}

function asked(what: string, { title, text, confirm, deny }: Confirm): string {
  return `"${what}" asks to confirm: ${title.text} / ${text.text} / [${confirm.text}] [${deny.text}]`;
}

const mostNamed = 40;

function visible(sandbox: Sandbox, person: Person, where: Where): string {
  const texts = spots(sandbox.workspace, person, where).flatMap((spot) =>
    everySeat(blocksOf(spot)).flatMap(({ element }) => {
      if (element.type === 'button') return [`[${element.text.text}]`];
      return element.type === 'overflow' ? element.options.map((option) => `⋯${option.text.text}`) : [];
    }),
  );
  return texts.length === 0 ? 'nothing to click' : texts.slice(0, mostNamed).join(' ');
}

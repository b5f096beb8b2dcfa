import { z } from 'zod';
import type { Block, Interactive } from '../block-kit/blocks.ts';
import { type Option, suggestions as suggestionsAnswer } from '../block-kit/composition.ts';
import { flaws, written } from '../block-kit/refusals.ts';
import { blockSuggestion, type Spot } from '../delivery/payloads.ts';
import type { Person } from '../state/entities.ts';
import type { StateValue } from '../state/input-state.ts';
import { refused } from '../state/refused.ts';
import { NotPossible, SlackError } from '../state/slack-error.ts';
import { optionOf } from './choose.ts';
import type { Sandbox } from './sandbox.ts';

type External = Extract<Interactive, { type: 'external_select' | 'multi_external_select' }>;

interface Menu {
  readonly spot: Spot;
  readonly block: Block;
  readonly element: External;
}

const standardQueryLength = 3;
const picked = z.strictObject({ typed: z.string(), value: z.string() });

/** Types into an external select, asks the app for options and picks what is wanted among them. */
export async function suggested(sandbox: Sandbox, person: Person, menu: Menu, wanted: unknown): Promise<StateValue> {
  const { element } = menu;
  const all = Array.isArray(wanted) ? wanted : wanted === null || wanted === '' ? [] : [wanted];
  const chosen: Option[] = [];
  for (const one of all) {
    const { typed, choice } = meantBy(one);
    chosen.push(optionOf(await suggestions(sandbox, person, menu, typed), choice));
  }
  if (element.type === 'external_select') return { type: element.type, selected_option: chosen[0] ?? null };
  if (element.max_selected_items !== undefined && chosen.length > element.max_selected_items) {
    throw new NotPossible(`only ${element.max_selected_items} may be selected`);
  }
  return { type: element.type, selected_options: chosen };
}

/** What was typed and which of the options was taken: the same text, or `{ typed, value }`. */
function meantBy(wanted: unknown): { readonly typed: string; readonly choice: unknown } {
  const both = picked.safeParse(wanted).data;
  return both === undefined
    ? { typed: String(wanted), choice: wanted }
    : { typed: both.typed, choice: { value: both.value } };
}

/** The options that the app offers for what was typed into an external select. */
export async function suggestions(
  sandbox: Sandbox,
  person: Person,
  menu: Menu,
  typed: string,
): Promise<readonly Option[]> {
  const { workspace, delivery } = sandbox;
  const { spot, block, element } = menu;
  if (delivery.transport() === 'http' && !workspace.app.suggestsOverHttp) {
    throw new NotPossible('the manifest has no message_menu_options_url: Slack does not ask this app for options');
  }
  const least = element.min_query_length ?? standardQueryLength;
  if (typed.length < least)
    throw new NotPossible(`Slack asks for options from ${least} characters on, not for "${typed}"`);
  const query = { blockId: block.block_id ?? '', actionId: element.action_id ?? '', value: typed };
  const payload = blockSuggestion(workspace, person, spot, query);
  const outcome = await delivery.send('interactive', 'block_suggestion', payload);
  if (!outcome.ok) throw new NotPossible(`no options: ${outcome.error}`);
  const read = suggestionsAnswer.safeParse(outcome.body);
  if (!read.success) {
    const messages = flaws(read.error.issues, outcome.body, '').map(written);
    refused(workspace, 'ack block_suggestion', new SlackError('invalid_options', messages), outcome.body);
    throw new NotPossible('no options: the answer of the app was refused');
  }
  return 'options' in read.data ? read.data.options : read.data.option_groups.flatMap((group) => group.options);
}

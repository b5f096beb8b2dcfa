import type { Block, Interactive } from '../block-kit/blocks.ts';
import { everySeat } from '../block-kit/walk.ts';
import type { Person } from '../state/entities.ts';
import { NotPossible } from '../state/slack-error.ts';
import { dispatch, keep, type Shown } from './act-on.ts';
import { valueFor } from './choose.ts';
import type { Sandbox } from './sandbox.ts';
import { blocksOf, type Found, find, spots, type Where } from './spots.ts';
import { suggested, suggestions } from './suggested.ts';

const unfillable = new Set(['button', 'workflow_button', 'icon_button', 'feedback_buttons', 'overflow']);

/** Whether an element goes by this name: its label, block_id, action_id, or the text of the section it stands in. */
function named(name: string): (element: Interactive, block: Block) => boolean {
  return (element, block) => {
    if (unfillable.has(element.type)) return false;
    const label = block.type === 'input' ? block.label.text : block.type === 'section' ? block.text?.text : undefined;
    return [label, block.block_id, element.action_id].includes(name);
  };
}

/** Fills inputs, in the order given. What dispatches an action is delivered before the next is filled. */
export async function fills(
  sandbox: Sandbox,
  person: Person,
  values: Readonly<Record<string, unknown>>,
  where: Where,
): Promise<Shown> {
  let shown: Shown = { ok: true };
  for (const [name, wanted] of Object.entries(values)) {
    const found = find(sandbox.workspace, person, where, named(name));
    if (found === undefined) {
      throw new NotPossible(`${person.name} sees no input "${name}"; there are: ${visible(sandbox, person, where)}`);
    }
    const one = await fill(sandbox, person, found, wanted);
    if (!one.ok) shown = one;
  }
  return shown;
}

/** Types into an external select and reads what the app offers: the options' texts and values. */
export async function suggests(
  sandbox: Sandbox,
  person: Person,
  name: string,
  typed: string,
  where: Where,
): Promise<readonly { readonly text: string; readonly value: string }[]> {
  const found = find(sandbox.workspace, person, where, named(name));
  if (found?.element.type !== 'external_select' && found?.element.type !== 'multi_external_select')
    throw new NotPossible(`${person.name} sees no menu "${name}" that asks the app`);
  const { element, block, spot } = found;
  const options = await suggestions(sandbox, person, { spot, block, element }, typed);
  return options.map(({ text, value }) => ({ text: text.text, value }));
}

async function fill(sandbox: Sandbox, person: Person, found: Found, wanted: unknown): Promise<Shown> {
  const { workspace } = sandbox;
  const { element, block, spot } = found;
  const external = element.type === 'external_select' || element.type === 'multi_external_select';
  const value = external
    ? await suggested(sandbox, person, { spot, block, element }, wanted)
    : valueFor(workspace, person, element, wanted);
  keep(found, person, value);
  if (spot.kind === 'view' && block.block_id !== undefined)
    spot.view.errors = without(spot.view.errors, block.block_id);
  workspace.changes.changed();
  const dispatches = block.type === 'input' ? block.dispatch_action === true : true;
  return dispatches ? dispatch(sandbox, person, found, { value }) : { ok: true };
}

function without(errors: Readonly<Record<string, string>>, blockId: string): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).filter(([id]) => id !== blockId));
}

function visible(sandbox: Sandbox, person: Person, where: Where): string {
  const names = spots(sandbox.workspace, person, where).flatMap((spot) =>
    everySeat(blocksOf(spot))
      .filter(({ element }) => !unfillable.has(element.type))
      .map(({ element, block }) => (block.type === 'input' ? block.label.text : (element.action_id ?? ''))),
  );
  return names.length === 0 ? 'no inputs' : names.slice(0, 40).join(', ');
}

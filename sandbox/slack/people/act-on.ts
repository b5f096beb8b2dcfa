import type { Interactive } from '../block-kit/blocks.ts';
import type { Option } from '../block-kit/composition.ts';
import { blockActions } from '../delivery/payloads.ts';
import type { Person } from '../state/entities.ts';
import type { StateValue } from '../state/input-state.ts';
import { NotPossible } from '../state/slack-error.ts';
import type { Sandbox } from './sandbox.ts';
import { type Found, stateOf } from './spots.ts';

/** What a person sees after an act: nothing wrong, or Slack's word for what went wrong. */
export interface Shown {
  readonly ok: boolean;
  /** `operation_timeout`, `dispatch_failed`, … */
  readonly error?: string;
}

/** Keeps what a person put into an element. */
export function keep(found: Found, person: Person, value: StateValue): void {
  const { block_id: blockId = '' } = found.block;
  const { action_id: actionId = '' } = found.element;
  const state = stateOf(found.spot, person);
  const ofBlock = state.get(blockId) ?? new Map<string, StateValue>();
  state.set(blockId, ofBlock.set(actionId, value));
}

/** What was done to an element: pressed, an overflow option chosen, or a new value put in. */
export type Deed = { readonly pressed: true } | { readonly option: Option } | { readonly value: StateValue };

function described(element: Interactive, deed: Deed): Record<string, unknown> {
  if ('option' in deed) return { selected_option: deed.option };
  if ('value' in deed) {
    const { type: _type, ...rest } = deed.value;
    return rest;
  }
  if (element.type === 'feedback_buttons')
    return { text: element.positive_button.text, value: element.positive_button.value };
  if (!('text' in element)) return {};
  const value = 'value' in element && element.value !== undefined ? { value: element.value } : {};
  const style = 'style' in element && element.style !== undefined ? { style: element.style } : {};
  return { text: element.text, ...value, ...style };
}

/** Delivers a block_actions payload and waits for its acknowledgement. */
export async function dispatch(sandbox: Sandbox, person: Person, found: Found, deed: Deed): Promise<Shown> {
  const { workspace, delivery } = sandbox;
  if (person.deleted) throw new NotPossible(`${person.name} is deactivated`);
  if (!workspace.app.interactive) return { ok: false, error: 'interactivity_not_enabled' };
  const { element, block, spot } = found;
  const action = {
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    ...described(element, deed),
    ...('placeholder' in element && element.placeholder !== undefined ? { placeholder: element.placeholder } : {}),
    ...('confirm' in element && element.confirm !== undefined ? { confirm: element.confirm } : {}),
    action_ts: workspace.ids.ts(),
  };
  const payload = blockActions(workspace, person, spot, [action]);
  const outcome = await delivery.send('interactive', 'block_actions', payload);
  return outcome.ok ? { ok: true } : { ok: false, error: outcome.error };
}

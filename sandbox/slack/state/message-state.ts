import type { Message } from './entities.ts';
import { carryOver, type InputState } from './input-state.ts';

/** What a person chose in a message so far; inputs that an edit kept are kept. */
export function stateIn(message: Message, person: string): InputState {
  const state = carryOver(message.blocks ?? [], message.states.get(person));
  message.states.set(person, state);
  return state;
}

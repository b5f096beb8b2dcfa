import { z } from 'zod';
import { clicks } from '../people/clicks.ts';
import { fills, suggests } from '../people/fills.ts';
import { opens, usesShortcut } from '../people/goes.ts';
import type { Sandbox } from '../people/sandbox.ts';
import { channelSeen, homeSeen, modalSeen, threadSeen } from '../people/sees.ts';
import { closes, submits } from '../people/submits.ts';
import { types } from '../people/types.ts';
import { personByName } from '../state/people.ts';

const optionalText = z.string().exactOptional();
const where = {
  in: optionalText,
  thread: optionalText,
  message: optionalText,
  block: optionalText,
  action: optionalText,
};

/** What a person can do or look at. */
export const act = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('types'), in: z.string(), text: z.string().min(1), thread: optionalText }),
  z.strictObject({ act: z.literal('fills'), values: z.record(z.string(), z.unknown()), ...where }),
  z.strictObject({ act: z.literal('clicks'), what: z.string(), confirm: z.boolean().exactOptional(), ...where }),
  z.strictObject({ act: z.literal('suggests'), what: z.string(), typed: z.string(), ...where }),
  z.strictObject({ act: z.literal('submits') }),
  z.strictObject({ act: z.literal('closes'), all: z.boolean().default(false) }),
  z.strictObject({ act: z.literal('opens'), tab: z.enum(['home', 'messages']) }),
  z.strictObject({ act: z.literal('shortcut'), callbackId: z.string(), message: optionalText }),
  z.strictObject({ act: z.literal('modal') }),
  z.strictObject({ act: z.literal('home') }),
  z.strictObject({ act: z.literal('channel'), in: z.string() }),
  z.strictObject({ act: z.literal('thread'), in: z.string(), thread: z.string() }),
]);
export type Act = z.input<typeof act>;

/** Does an act for a person; what it returns is what they see. */
export async function doAct(sandbox: Sandbox, name: string, deed: z.output<typeof act>): Promise<unknown> {
  const { workspace } = sandbox;
  const person = personByName(workspace, name);
  switch (deed.act) {
    case 'types':
      return types(sandbox, person, deed.in, deed.text, deed.thread);
    case 'fills':
      return fills(sandbox, person, deed.values, deed);
    case 'clicks':
      return clicks(sandbox, person, deed.what, deed);
    case 'suggests':
      return suggests(sandbox, person, deed.what, deed.typed, deed);
    case 'submits':
      return submits(sandbox, person);
    case 'closes':
      return closes(sandbox, person, deed.all);
    case 'opens':
      return opens(sandbox, person, deed.tab);
    case 'shortcut':
      return usesShortcut(sandbox, person, deed.callbackId, deed.message);
    case 'modal':
      return modalSeen(workspace, person);
    case 'home':
      return homeSeen(workspace, person);
    case 'channel':
      return channelSeen(workspace, person, deed.in);
    case 'thread':
      return threadSeen(workspace, person, deed.in, deed.thread);
  }
}

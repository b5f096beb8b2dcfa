import { z } from 'zod';
import type { Act } from './control/act.ts';
import type { ControlLine } from './control/control-line.ts';
import { type ShownMessage, type ShownView, shownMessage, shownView } from './shown/shown.ts';

/** What comes of typing. */
export interface TypedResult {
  readonly ok: boolean;
  /** What Slack shows, e.g. `/release failed with the error "operation_timeout"`. */
  readonly error?: string | undefined;
  /** The posted message; none for a command. */
  readonly ts?: string | undefined;
  /** What the app answered in its acknowledgement. */
  readonly replies: ShownMessage[];
}

/** What a person sees right after an act: nothing wrong, or Slack's word for what went wrong. */
export interface ActResult {
  readonly ok: boolean;
  readonly error?: string | undefined;
}

/** What a person sees after submitting. `errors` by the label of the input; `message` when Slack could not take the answer. */
export interface SubmitResult {
  readonly kind: 'closed' | 'updated' | 'pushed' | 'errors';
  readonly errors?: Record<string, string> | undefined;
  readonly message?: string | undefined;
}

/** Where to look: `modal`, `home`, `dm` or a channel; a thread; one message. Without `in`: the open modal, then the newest message, then Home. */
export interface Place {
  readonly in?: string;
  readonly thread?: string;
  readonly message?: string;
}

/** Somebody of the workspace. Every method throws with a sentence when a person could not do it. */
export interface PersonClient {
  readonly name: string;
  /** A message, a mention (`@slipway status`) or a command (`/release start`) in a channel, a thread or `dm`. */
  readonly types: (where: string, text: string, options?: { readonly thread?: string }) => Promise<TypedResult>;
  /** Fills inputs by label, block_id or action_id, in the order given; what dispatches an action is delivered. */
  readonly fills: (values: Readonly<Record<string, unknown>>, place?: Place) => Promise<ActResult>;
  readonly submits: () => Promise<SubmitResult>;
  /** Cancel; with `all` the cross, which closes every modal. */
  readonly closes: (options?: { readonly all?: boolean }) => Promise<void>;
  /** A button by text or action_id, or an overflow option by text or value; the newest match that the person sees. */
  readonly clicks: (what: string, options?: Place & { readonly confirm?: boolean }) => Promise<ActResult>;
  readonly opens: (tab: 'home' | 'messages') => Promise<void>;
  readonly shortcut: (callbackId: string, options?: { readonly message?: string }) => Promise<ActResult>;
  /** The modal on top. */
  readonly modal: () => Promise<ShownView | undefined>;
  readonly home: () => Promise<ShownView | undefined>;
  /** All messages of a channel that the person sees, thread replies and their ephemerals among them, oldest first. */
  readonly channel: (name: string) => Promise<ShownMessage[]>;
  readonly thread: (name: string, ts: string) => Promise<ShownMessage[]>;
  /** The conversation with the app. */
  readonly dm: () => Promise<ShownMessage[]>;
  /** Waits for a condition; throws with everything the person sees instead. */
  readonly until: <T>(
    what: string,
    check: () => Promise<T | undefined | false | null> | T | undefined | false | null,
    options?: { readonly within?: number },
  ) => Promise<T>;
  /** Waits for a text (or pattern) in a channel, `dm`, `modal` or `home`; returns the message or view that has it. */
  readonly sees: (where: string, text: string | RegExp, options?: { readonly within?: number }) => Promise<string>;
}

const typed = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  ts: z.string().optional(),
  replies: z.array(shownMessage),
});
const acted = z.object({ ok: z.boolean(), error: z.string().optional() });
const submitted = z.object({
  kind: z.enum(['closed', 'updated', 'pushed', 'errors']),
  errors: z.record(z.string(), z.string()).optional(),
  message: z.string().optional(),
});
const view = shownView.nullable();
const messages = z.array(shownMessage);

/** A person's acts over a control line. */
export function personClient(line: ControlLine, name: string): PersonClient {
  const path = `people/${encodeURIComponent(name)}`;
  const act = <T>(deed: Act, result: z.ZodType<T>): Promise<T> => line.ask('POST', path, deed, result);
  const channel = (where: string) => act({ act: 'channel', in: where }, messages);
  const modal = async () => (await act({ act: 'modal' }, view)) ?? undefined;
  const home = async () => (await act({ act: 'home' }, view)) ?? undefined;

  async function texts(where: string): Promise<string[]> {
    if (where === 'modal') return [(await modal())?.text ?? ''];
    if (where === 'home') return [(await home())?.text ?? ''];
    return (await channel(where)).map((message) => message.rendered).reverse();
  }

  return {
    name,
    types: (where, text, options) => act({ act: 'types', in: where, text, ...options }, typed),
    fills: (values, place) => act({ act: 'fills', values, ...place }, acted),
    submits: () => act({ act: 'submits' }, submitted),
    closes: async (options) => void (await act({ act: 'closes', ...options }, z.unknown())),
    clicks: (what, options) => act({ act: 'clicks', what, ...options }, acted),
    opens: async (tab) => void (await act({ act: 'opens', tab }, z.unknown())),
    shortcut: (callbackId, options) => act({ act: 'shortcut', callbackId, ...options }, acted),
    modal,
    home,
    channel,
    thread: (where, ts) => act({ act: 'thread', in: where, thread: ts }, messages),
    dm: () => channel('dm'),
    until: (what, check, options) =>
      line.until(`${name}: ${what}`, check, { ...options, instead: () => everything(line, name) }),
    sees: (where, text, options) =>
      line.until(
        `${name} sees ${String(text)} in ${where}`,
        async () =>
          (await texts(where)).find((one) => (typeof text === 'string' ? one.includes(text) : text.test(one))),
        { ...options, instead: async () => (await texts(where)).join('\n~\n') },
      ),
  };
}

const shownMost = 10;

/** What a person has before them: the modal, the Home tab, the newest messages. */
async function everything(line: ControlLine, name: string): Promise<string> {
  return line.ask('GET', `people/${encodeURIComponent(name)}?newest=${shownMost}`, undefined, z.string());
}

import type { KnownBlock } from '@slack/types';
import { Outage, RefusedOutside } from '../../release/outside-errors.ts';

const timeout = 3000;

interface Answer {
  readonly text: string;
  readonly blocks?: KnownBlock[];
  readonly visible: 'only-you' | 'all';
  /** It takes the place of the message that was clicked in. */
  readonly replaces?: boolean;
}

/**
 * Answers by the response_url of a command or click: five times within half an hour.
 * Throws Outage, or RefusedOutside for a used or expired one.
 */
export async function respondTo(url: string, { text, blocks, visible, replaces = false }: Answer): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      response_type: visible === 'all' ? 'in_channel' : 'ephemeral',
      replace_original: replaces,
      text,
      ...(blocks === undefined ? {} : { blocks }),
    }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  }).catch((error: unknown) => {
    throw new Outage(`Slack does not take the answer: ${String(error)}`, undefined, error);
  });
  const said = (await response.text()).slice(0, 200);
  if (response.ok) return;
  if (response.status >= 500 || response.status === 429)
    throw new Outage(`Slack does not take the answer: HTTP ${response.status}`);
  throw new RefusedOutside(
    `Slack does not take the answer: HTTP ${response.status} ${said}`,
    'Ask again: an answer is taken for half an hour.',
    String(response.status),
  );
}

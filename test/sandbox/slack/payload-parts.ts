/** A text of `length` characters. */
export const long = (length: number): string => 'x'.repeat(length);
export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const option = (text: string, value = text) => ({ text: plain(text), value });
/** `count` different options. */
export const options = (count: number) => times(count, (index) => option(`option ${index}`));
export const section = (text: unknown) => ({ type: 'section', text });
export const button = (more: Record<string, unknown> = {}) => ({ type: 'button', text: plain('Go'), ...more });
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
export const input = (element: unknown, more: Record<string, unknown> = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
export const text = (more: Record<string, unknown> = {}) => ({ type: 'plain_text_input', ...more });
export const dialog = (more: Record<string, unknown> = {}) => ({
  title: plain('Sure?'),
  text: plain('Really'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
});
export const picture = (more: Record<string, unknown> = {}) => ({
  type: 'image',
  image_url: 'https://example.com/a.png',
  alt_text: 'a',
  ...more,
});
export const modal = (blocks: unknown, more: Record<string, unknown> = {}) => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Send'),
  blocks,
  ...more,
});
export const home = (blocks: unknown, more: Record<string, unknown> = {}) => ({ type: 'home', blocks, ...more });

/** A list of `count` things. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

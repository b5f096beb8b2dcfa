/** What shouts, mentions or leads astray wherever it is taken for markup; each aims at what no release names. */
export const hostile =
  '<!channel> <!here> <@U0GUEST> <!subteam^S0EMPTY> @channel @everyone <http://evil.example|safe> [safe](http://evil.example) ![x](http://evil.example/x.png) <img src=http://evil.example> @acme/nobody-yet';

/** The texts in what Slack was asked to show, without those that it shows as they are. */
function markupIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'plain_text') return [];
  const unseen = new Set(['private_metadata', 'metadata', 'value', 'initial_value']);
  return Object.entries(value).flatMap(([key, inner]) => (unseen.has(key) ? [] : markupIn(inner)));
}

const aliveInSlack =
  /<!(?:channel|here|everyone)|<@U0GUEST|<!subteam\^S0EMPTY|<http:\/\/evil\.example|@(?:channel|everyone|here)\b/;

/** What of it would take effect in Slack: in a message, a modal, or an answer of either. */
export function aliveIn(shown: unknown): readonly string[] {
  return markupIn(shown).filter((text) => aliveInSlack.test(text));
}

const aliveOnGitHub =
  /(?<![\\\w])!?\[(?:safe|x)\]\(|(?<!\\)<(?:img|!channel|http:\/\/evil)|(?<![\w`])@(?:acme\/nobody-yet|everyone|channel)/;

/** What of it would take effect in a body that GitHub reads as Markdown. */
export function aliveInMarkdown(body: string): readonly string[] {
  return body.split('\n').filter((line) => aliveOnGitHub.test(line));
}

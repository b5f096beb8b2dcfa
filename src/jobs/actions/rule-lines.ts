const heading = /^repository rule violations found\s*/i;

/** What GitHub says of the rules that refuse something, line by line, without its heading and the blank lines in between. */
export function ruleLines(message: string): readonly string[] {
  return message
    .replace(heading, '')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

/** The same in one line, for a sentence: without the full stop at its end. */
export function ruleWords(message: string): string {
  return ruleLines(message).join(' ').replace(/\.$/, '');
}

/** A text without what differs from one recording to the next: times, days, commits and ports. */
export function inGeneral(text: string): string {
  return text
    .replaceAll(/\b\d{1,2}:\d{2} [AP]M\b/g, '‹time›')
    .replaceAll(/\b(?:today|tomorrow|yesterday)\b/g, '‹day›')
    .replaceAll(/\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]+ \d{1,2}\b/g, '‹day›')
    .replaceAll(
      /\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}(?:, \d{4})?/g,
      '‹day›',
    )
    .replaceAll(/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2}, \d{4}\b/g, '‹day›')
    .replaceAll(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}/g, '‹time›')
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{7}\b/g, '‹commit›')
    .replaceAll(/\b\d+ repl(?:y|ies)\b/g, '‹some› replies')
    .replaceAll(/\bunder a minute\b|\b\d+ min\b/g, '‹while›')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}

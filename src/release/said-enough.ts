import { type Refusal, refusal } from './refusal.ts';

const fewestWords = 3; // one or two say that, not why
const fewestCharacters = 10;
const words = new Intl.Segmenter('en', { granularity: 'word' }); // also of languages that write no spaces
const link = /https?:\/\/[^\s/]+\.[^\s]/;
const syllables = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u; // one says as much as some letters

function wordsIn(text: string): readonly string[] {
  return [...words.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike === true ? [segment] : []));
}

function charactersIn(text: string): number {
  return [...wordsIn(text).join('')].reduce((sum, one) => sum + (syllables.test(one) ? 3 : 1), 0);
}

/**
 * Why a reason is none; undefined for one that says why.
 * @param wish what is to be said, such as `Say in a few words why the release may go on without it`.
 */
export function noReason(text: string, wish: string): Refusal | undefined {
  return link.test(text) || wordsIn(text).length >= fewestWords ? undefined : refusal('reason_missing', wish);
}

/** Why something is no evidence of what was done outside; undefined for a link, or words that say something. */
export function noEvidence(text: string): Refusal | undefined {
  if (text.trim() === '') return refusal('evidence_missing', 'Say what was done and where that can be seen.');
  if (link.test(text) || charactersIn(text) >= fewestCharacters) return undefined;
  return refusal(
    'evidence_missing',
    `“${text.trim()}” says too little: give a link, or say in a few words what was done and where that can be seen.`,
  );
}

import { html, type TemplateResult } from 'lit-html';
import { model } from './model.ts';

/** An emoji by its name; a name that nobody knows stays as it was typed. */
export function emojiCalled(name: string): TemplateResult | string {
  const [known = name] = name.split('::');
  const character = Object.hasOwn(model.emoji, known) ? model.emoji[known] : undefined;
  return character === undefined
    ? `:${name}:`
    : html`<span class="emoji" role="img" aria-label=${known.replaceAll('_', ' ')}>${character}</span>`;
}

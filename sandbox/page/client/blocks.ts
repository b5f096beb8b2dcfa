import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Block, BlockOf } from '../../slack/block-kit/blocks.ts';
import { element, image } from './elements.ts';
import { textObject } from './mrkdwn.ts';
import { richText } from './rich-text.ts';
import { domId, type Spot } from './spot.ts';

function section(spot: Spot, block: BlockOf<'section'>): TemplateResult {
  const { accessory } = block;
  const acts = accessory !== undefined && accessory.type !== 'image';
  const label = acts
    ? `${domId(spot, { block: block.block_id ?? '', action: accessory.action_id ?? '' })}-label`
    : nothing;
  return html`<div class="block section">
    <div class="said" id=${label}>
      ${block.text === undefined ? nothing : textObject(block.text)}
      ${block.fields === undefined ? nothing : html`<div class="fields">${block.fields.map((one) => html`<div>${textObject(one)}</div>`)}</div>`}
    </div>
    ${accessory === undefined ? nothing : html`<div class="accessory">${element(spot, block.block_id ?? '', accessory)}</div>`}
  </div>`;
}

const grouped: ReadonlySet<string> = new Set(['checkboxes', 'radio_buttons']);

function input(spot: Spot, block: BlockOf<'input'>): TemplateResult {
  const id = domId(spot, { block: block.block_id ?? '', action: block.element.action_id ?? '' });
  const error = spot.errors[block.block_id ?? ''];
  const more = block.optional === true ? html` <span class="soft">(optional)</span>` : nothing;
  const label = html`${textObject(block.label)}${more}`;
  return html`<div class=${error === undefined ? 'block input' : 'block input wrong'}>
    ${
      grouped.has(block.element.type)
        ? html`<div class="label" id="${id}-label">${label}</div>`
        : html`<label class="label" id="${id}-label" for=${id}>${label}</label>`
    }
    ${element(spot, block.block_id ?? '', block.element)}
    <div id="${id}-more">
      ${error === undefined ? nothing : html`<p class="error" role="alert">${error}</p>`}
      ${block.hint === undefined ? nothing : html`<p class="hint">${textObject(block.hint)}</p>`}
    </div>
  </div>`;
}

function one(spot: Spot, block: Block): TemplateResult {
  switch (block.type) {
    case 'section':
      return section(spot, block);
    case 'header':
      return html`<h3 class="block header">${textObject(block.text)}</h3>`;
    case 'divider':
      return html`<hr class="block">`;
    case 'context':
      return html`<div class="block context">${block.elements.map((part) => (part.type === 'image' ? image(part) : html`<span>${textObject(part)}</span>`))}</div>`;
    case 'actions':
      return html`<div class="block actions">${block.elements.map((part) => element(spot, block.block_id ?? '', part))}</div>`;
    case 'input':
      return input(spot, block);
    case 'image':
      return html`<div class="block">${image(block)}</div>`;
    case 'rich_text':
      return html`<div class="block">${richText(block)}</div>`;
    case 'alert':
      return html`<div class="block alert ${block.level ?? 'default'}" role="status">${textObject(block.text)}</div>`;
    default:
      return html`<p class="block soft">This page does not draw a block of the kind “${block.type}”; Slack does.</p>`;
  }
}

/** Blocks, as Slack shows them. An input stays the same one when blocks come and go around it, and with it what is typed there. */
export function blocks(spot: Spot, all: readonly Block[]): unknown {
  return repeat(
    all,
    (block, index) => (block.type === 'input' ? block.block_id : index),
    (block) => one(spot, block),
  );
}

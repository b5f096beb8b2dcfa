import { html, nothing, type TemplateResult } from 'lit-html';
import type { Interactive } from '../../slack/block-kit/blocks.ts';
import { domId, put, type Seat, type Spot, valueAt } from './spot.ts';

type FileInput = Extract<Interactive, { type: 'file_input' }>;

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return bytes.toBase64();
}

function namesOf(spot: Spot, seat: Seat): readonly string[] {
  const value = valueAt(spot, seat);
  return value?.type === 'file_input' ? value.files.map((file) => String(file['name'])) : [];
}

/** Files go to the sandbox alone, in its memory. */
export function fileInput(spot: Spot, seat: Seat, element: FileInput): TemplateResult {
  const names = namesOf(spot, seat);
  const choose = async (event: Event): Promise<void> => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const files = [...(event.target.files ?? [])];
    await put(
      spot,
      seat,
      await Promise.all(files.map(async (file) => ({ name: file.name, base64: await base64(file) }))),
    );
  };
  const kinds = element.filetypes?.map((type) => `.${type}`).join(',');
  const id = domId(spot, seat);
  return html`<span class="files">
    <input id=${id} type="file" accept=${kinds ?? nothing} ?multiple=${(element.max_files ?? 10) > 1} aria-labelledby="${id}-label" aria-describedby="${id}-more" @change=${choose}>
    ${names.map((name) => html`<span class="chip">${name}</span>`)}
    ${names.length === 0 ? nothing : html`<button type="button" @click=${() => put(spot, seat, [])}>Take them away</button>`}
  </span>`;
}

import { html, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';

/** Opens it once it stands in the page, which is after it was made; gone, it gives the keyboard back to what had it before. */
function shown(): (element?: Element) => void {
  let before: Element | null = null;
  return (element) => {
    if (element === undefined) {
      queueMicrotask(() => {
        if (before instanceof HTMLElement && before.isConnected) before.focus(); // not before the dialog is gone
      });
      return;
    }
    if (!(element instanceof HTMLDialogElement) || element.open) return;
    before = document.activeElement;
    queueMicrotask(() => {
      if (element.isConnected && !element.open) element.showModal();
    });
  };
}
/** One for each kind, so that it is told only when its own dialog comes and goes. */
const kinds = { modal: shown(), confirm: shown() };

/** A dialog of the browser's own: it holds the keyboard, and Escape asks to close it. */
export function dialog(
  kind: keyof typeof kinds,
  label: string,
  close: () => void,
  content: TemplateResult,
): TemplateResult {
  const cancel = (event: Event): void => {
    event.preventDefault(); // the page decides, as the sandbox may have another view then
    close();
  };
  return html`<dialog class=${kind} aria-label=${label} ${ref(kinds[kind])} @cancel=${cancel}>${content}</dialog>`;
}

import { html, type TemplateResult } from 'lit-html';

const tones: Readonly<Record<string, string>> = {
  success: 'good',
  merged: 'good',
  approved: 'good',
  latest: 'good',
  failure: 'bad',
  error: 'bad',
  timed_out: 'bad',
  cancelled: 'bad',
  action_required: 'bad',
  startup_failure: 'bad',
  changes_requested: 'bad',
  queued: 'warn',
  in_progress: 'warn',
  waiting: 'warn',
  pending: 'warn',
  requested: 'warn',
  open: 'accent',
};

/** A state in GitHub's word, coloured by what it means. */
export function mark(state: string): TemplateResult {
  const word = state.toLowerCase();
  return html`<span class="mark ${tones[word] ?? 'soft'}">${word.replaceAll('_', ' ')}</span>`;
}

/** The short name of a commit; the long one when it is pointed at. */
export function shortSha(sha: string): TemplateResult {
  return html`<code title=${sha}>${sha.slice(0, 7)}</code>`;
}

import { html, nothing, type TemplateResult } from 'lit-html';
import type { GitHubDeed, PullShown } from '../../github-contract.ts';
import { machines } from './checks.ts';
import { deedButton, deedButtons, deedForm, type Hands } from './hands.ts';
import { planning } from './issues.ts';
import { mark, shortSha } from './mark.ts';
import { body, comments, labels, milestone } from './rows.ts';

function stateOf({ state, merged, draft }: PullShown): string {
  if (merged !== null) return 'merged';
  return draft && state === 'open' ? 'draft' : state;
}

function buttons({ number, title }: PullShown, hands: Hands): TemplateResult | typeof nothing {
  const { repository } = hands;
  const about = `pull request ${number}, ${title}`;
  const review = (verdict: 'APPROVE' | 'REQUEST_CHANGES') => (by: string) =>
    ({ deed: 'review', repository, by, pull: number, verdict }) as const;
  const end =
    (deed: 'merge' | 'close') =>
    (by: string): GitHubDeed => ({ deed, repository, by, pull: number });
  return deedButtons([
    deedButton(hands, 'Approve', about, review('APPROVE')),
    deedButton(hands, 'Request changes', about, review('REQUEST_CHANGES')),
    deedButton(hands, 'Merge', about, end('merge')),
    deedButton(hands, 'Close', about, end('close')),
  ]);
}

function rename({ number, title }: PullShown, hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Rename',
    fields: html`<label>Title <input name="title" required maxlength="200" value=${title}></label>`,
    button: 'Rename',
    deedOf: (by, written) => ({
      deed: 'rename',
      repository: hands.repository,
      by,
      pull: number,
      title: written('title'),
    }),
  });
}

function reviews({ reviews: all }: PullShown): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  const said = (text: string) => (text === '' ? nothing : html`<span class="body">${text}</span>`);
  return html`<ul class="reviews">${all.map((one) => html`<li>${mark(one.state)} ${one.by} ${said(one.body)}</li>`)}</ul>`;
}

function reopen({ number, title, merged }: PullShown, hands: Hands): TemplateResult | typeof nothing {
  if (merged !== null) return nothing;
  const { repository } = hands;
  const about = `pull request ${number}, ${title}`;
  return deedButtons([deedButton(hands, 'Reopen', about, (by) => ({ deed: 'reopen', repository, by, pull: number }))]);
}

/** A pull request; an open one with what machines say of its head, and what can be done to it. */
export function pullRow(pull: PullShown, hands: Hands): TemplateResult {
  const { number, title, head, base, author, merged } = pull;
  const open = pull.state === 'open';
  return html`<li class="pull" id="pull-${number}">
    <p class="title">${mark(stateOf(pull))} <b>#${number} ${title}</b> ${labels(pull.labels)}</p>
    <p class="facts"><code>${head}</code> → <code>${base}</code> by ${author}, at ${shortSha(pull.headSha)}${
      merged === null ? nothing : html`, merged by ${merged.by} as ${shortSha(merged.sha)}`
    }${milestone(pull.milestone)}</p>
    ${pull.machines === undefined ? nothing : machines(pull.machines, hands)}
    ${reviews(pull)}
    ${open ? buttons(pull, hands) : reopen(pull, hands)}
    ${body('Description', pull.body)}
    ${comments(pull.comments)}
    ${open ? rename(pull, hands) : nothing}
    ${planning(pull, hands)}
  </li>`;
}

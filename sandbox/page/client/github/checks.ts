import { html, nothing, type TemplateResult } from 'lit-html';
import type { HeadShown, OpenCheckShown } from '../../github-contract.ts';
import { deedButton, deedButtons, type Hands } from './hands.ts';
import { mark, shortSha } from './mark.ts';

type Check = HeadShown['checks'][number];
type Status = HeadShown['statuses'][number];

/** Ends a check of another App; those of workflows end with their run. */
function endings({ id, name, app, status }: Check, hands: Hands): TemplateResult | typeof nothing {
  if (status === 'completed' || app === 'github-actions') return nothing;
  const { repository } = hands;
  const end = (conclusion: 'success' | 'failure') => () =>
    ({ deed: 'finishCheck', repository, check: id, conclusion }) as const;
  return deedButtons([
    deedButton(hands, 'Succeed', `check ${name}`, end('success')),
    deedButton(hands, 'Fail', `check ${name}`, end('failure')),
  ]);
}

function checkLine(check: Check, hands: Hands): TemplateResult {
  const { name, app, status, conclusion } = check;
  return html`<li>${mark(conclusion ?? status)} ${name} <small class="soft">${app}</small> ${endings(check, hands)}</li>`;
}

function statusLine({ context, state, description, by }: Status): TemplateResult {
  return html`<li>${mark(state)} <b>${context}</b> ${description} <small class="soft">${by}</small></li>`;
}

/** The checks and statuses of a commit. */
export function machines({ checks, statuses }: HeadShown, hands: Hands): TemplateResult | typeof nothing {
  if (checks.length + statuses.length === 0) return nothing;
  return html`<ul class="checks">${checks.map((one) => checkLine(one, hands))}${statuses.map(statusLine)}</ul>`;
}

/** A check that is not done, with where it is. */
export function openCheckRow(check: OpenCheckShown, hands: Hands): TemplateResult {
  const { name, app, status, branch } = check;
  return html`<li class="check">
    <p class="title">${mark(status)} <b>${name}</b></p>
    <p class="facts">check of ${app} on <code>${branch}</code></p>
    ${endings(check, hands)}
  </li>`;
}

/** How a commit stands, with what machines say of it behind. */
export function headLine(head: HeadShown, hands: Hands): TemplateResult {
  const count = head.checks.length + head.statuses.length;
  if (count === 0) return shortSha(head.sha);
  return html`${shortSha(head.sha)} ${mark(head.state)}
    <details class="aside"><summary>Checks and statuses (${count})</summary>${machines(head, hands)}</details>`;
}

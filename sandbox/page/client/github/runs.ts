import { html, nothing, type TemplateResult } from 'lit-html';
import type { RunShown } from '../../github-contract.ts';
import { deedButton, deedButtons, type Hands } from './hands.ts';
import { mark, shortSha } from './mark.ts';
import { aside } from './rows.ts';

function buttonsOf(run: RunShown, hands: Hands): readonly TemplateResult[] {
  const { id, status, conclusion, workflow, title } = run;
  const { repository } = hands;
  const about = `${workflow}, ${title}`;
  if (status === 'waiting') return []; // for the reviewers of an environment
  if (status === 'completed') {
    if (conclusion === 'success') return [];
    return [deedButton(hands, 'Re-run', about, (by) => ({ deed: 'rerun', repository, by, run: id }))];
  }
  const end = (word: 'success' | 'failure') => () =>
    ({ deed: 'finish', repository, run: id, conclusion: word }) as const;
  const ends = [deedButton(hands, 'Succeed', about, end('success')), deedButton(hands, 'Fail', about, end('failure'))];
  if (status !== 'queued') return ends;
  return [deedButton(hands, 'Begin', about, () => ({ deed: 'begin', repository, run: id })), ...ends];
}

function approval(run: RunShown, hands: Hands, pending: RunShown['pending'][number]): TemplateResult {
  const { environment, reviewers } = pending;
  const about = `deployment to ${environment}`;
  const review = (approve: boolean) => (by: string) =>
    ({ deed: 'reviewDeployment', repository: hands.repository, by, run: run.id, environment, approve }) as const;
  return html`<p class="facts">${environment} waits for ${reviewers.join(' or ')}</p>
    ${deedButtons([
      deedButton(hands, 'Approve', about, review(true)),
      deedButton(hands, 'Reject', about, review(false)),
    ])}`;
}

function inside({ jobs, inputs, artifacts }: RunShown): TemplateResult | typeof nothing {
  const given = Object.entries(inputs).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return aside(`Jobs (${jobs.length})${given.length === 0 ? '' : ' and inputs'}`, [
    html`<ul class="checks">${jobs.map((job) => html`<li>${mark(job.conclusion ?? job.status)} ${job.name}</li>`)}</ul>`,
    given.length === 0 ? nothing : html`<dl class="inputs">${given}</dl>`,
    artifacts.length === 0 ? nothing : html`<p class="facts">Artifacts: ${artifacts.join(', ')}</p>`,
  ]);
}

/** A workflow run, with what can be done to it. */
export function runRow(run: RunShown, hands: Hands): TemplateResult {
  const { workflow, title, event, branch, actor, attempt, status, conclusion, sha } = run;
  return html`<li class="run" id="run-${run.id}">
    <p class="title">${mark(conclusion ?? status)} <b>${title}</b></p>
    <p class="facts"><code>${workflow}</code> by ${event}${branch === null ? nothing : html` on <code>${branch}</code>`} at ${shortSha(sha)},
      started by ${actor}${attempt === 1 ? nothing : `, attempt ${attempt}`}</p>
    ${run.pending.map((one) => approval(run, hands, one))}
    ${deedButtons(buttonsOf(run, hands))}
    ${inside(run)}
  </li>`;
}

import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { GitHubShown } from '../../github-contract.ts';
import { branchField } from './forms.ts';
import { deedForm, type Hands } from './hands.ts';

/** `name=value` a line. */
function inputsOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
  );
}

/** Starts a workflow on a branch, as by its page; nothing where there is none to be started. */
export function dispatchForm(shown: GitHubShown, hands: Hands): TemplateResult | typeof nothing {
  const { startable } = shown;
  if (startable.length === 0) return nothing;
  const asked = startable.filter(({ inputs }) => inputs.length > 0);
  const hint = asked.map(({ file, inputs }) => `${file} takes ${inputs.join(', ')}`).join('; ');
  const option = ({ file, name }: (typeof startable)[number]) => html`<option value=${file}>${name} (${file})</option>`;
  return deedForm(hands, {
    title: 'Run a workflow',
    fields: html`<label>Workflow <select name="workflow" required>${repeat(startable, ({ file }) => file, option)}</select></label>
      ${branchField(shown, 'branch', 'Branch')}
      ${hint === '' ? nothing : html`<label>Inputs, name=value a line: ${hint} <textarea name="inputs" rows="2"></textarea></label>`}`,
    button: 'Run',
    deedOf: (by, written) => ({
      deed: 'dispatch',
      repository: hands.repository,
      by,
      workflow: written('workflow'),
      branch: written('branch'),
      inputs: inputsOf(written('inputs')),
    }),
  });
}

/** Lets GitHub's scanners look at a branch, and find nothing. */
export function scanForm(shown: GitHubShown, hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Scan for security alerts',
    fields: html`<p class="soft">Code scanning, Dependabot and secret scanning are switched on; code scanning looks at the branch and finds nothing.</p>
      ${branchField(shown, 'branch', 'Branch')}`,
    button: 'Find nothing',
    deedOf: (_, written) => ({ deed: 'scan', repository: hands.repository, branch: written('branch') }),
  });
}

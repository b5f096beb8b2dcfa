import { html, nothing, type TemplateResult } from 'lit-html';
import type { BranchShown, GitHubShown, TagShown } from '../../github-contract.ts';
import { headLine } from './checks.ts';
import { deedForm, type Hands } from './hands.ts';
import { mark, shortSha } from './mark.ts';
import { aside, body } from './rows.ts';

type Release = GitHubShown['releases']['items'][number];
type Deployment = GitHubShown['deployments']['items'][number];

/** A branch with its newest commit. */
export function branchRow({ name, subject, author, head }: BranchShown, hands: Hands): TemplateResult {
  return html`<li class="branch">
    <p class="title"><b><code>${name}</code></b> ${subject}</p>
    <div class="facts">by ${author}, ${headLine(head, hands)}</div>
  </li>`;
}

/** A tag with the commit that it is at. */
export function tagRow({ name, sha, annotated, subject }: TagShown): TemplateResult {
  return html`<li class="tag">
    <p class="title"><b><code>${name}</code></b> ${shortSha(sha)}</p>
    <p class="facts">${annotated ? 'annotated: ' : nothing}${subject}</p>
  </li>`;
}

function releaseMarks({ draft, prerelease, latest, immutable }: Release): readonly TemplateResult[] {
  const named = { draft, 'pre-release': prerelease, latest, immutable };
  return Object.entries(named).flatMap(([name, is]) => (is ? [html`${mark(name)} `] : []));
}

/** Attaches a file, as a workflow would that lost its way. */
function attachForm({ tag }: Release, hands: Hands): TemplateResult {
  return deedForm(hands, {
    title: 'Attach a file',
    fields: html`<label>Name <input name="name" required maxlength="100" pattern="[\\w.\\-]+" value="images.json"></label>
      <label>All that is in it <textarea name="content" rows="2" maxlength="20000">{}</textarea></label>
      <label>Attestation of where it was built <select name="attested"><option value="yes">With one</option><option value="no">Without</option></select></label>`,
    button: 'Attach',
    deedOf: (by, written) => ({
      deed: 'attach',
      repository: hands.repository,
      by,
      tag,
      name: written('name'),
      content: written('content'),
      attested: written('attested') === 'yes',
    }),
  });
}

/** A release with its assets and notes. */
export function releaseRow(release: Release, hands: Hands): TemplateResult {
  const { tag, name, author, assets } = release;
  const files = assets.map(
    (one) => html`<li>${one.name} <small class="soft">${one.size.toLocaleString('en-GB')} bytes</small></li>`,
  );
  return html`<li class="release">
    <p class="title"><b>${name ?? tag}</b> ${releaseMarks(release)}</p>
    <p class="facts"><code>${tag}</code> by ${author}</p>
    ${aside(`Assets (${assets.length})`, files.length === 0 ? [] : [html`<ul class="assets">${files}</ul>`])}
    ${body('Notes', release.body)}
    ${attachForm(release, hands)}
  </li>`;
}

/** A deployment and how it went. */
export function deploymentRow({ environment, state, ref, sha, creator, statuses }: Deployment): TemplateResult {
  const went = statuses.map((one) => one.replaceAll('_', ' ')).join(', then ');
  return html`<li class="deployment">
    <p class="title">${mark(state)} <b>${environment}</b></p>
    <p class="facts"><code>${ref}</code> at ${shortSha(sha)} by ${creator}${statuses.length < 2 ? nothing : html`: ${went}`}</p>
  </li>`;
}

import { itemsOf } from './checklist.ts';
import { plainMarkdown } from './markdown.ts';
import { fill } from './placeholders.ts';
import type { PlannedStep } from './plan.ts';
import { type Person, type Release, stepState } from './release.ts';
import { releasePullRequest, taggedCommit } from './released-commit.ts';
import { evidenceWords } from './tick-evidence.ts';
import { titleOf, valuesOf } from './waiting.ts';

/** Names a person in a repository: by GitHub login where slipway.yml knows it, without a mention. */
export function nameOf(release: Release, person: Person): string {
  return plainMarkdown(release.component.github[person] ?? person);
}

/** What people typed as evidence: a link where it is one, else plain text. */
export function evidenceText(typed: string): string {
  const link = /^https?:\/\/[^\s<>]+$/.test(typed.trim());
  return link ? `<${typed.trim()}>` : plainMarkdown(typed);
}

function linked(text: string, url: string | undefined): string {
  return url === undefined
    ? plainMarkdown(text)
    : `[${plainMarkdown(text)}](<${url.replaceAll(/[<>\s]/g, encodeURIComponent)}>)`;
}

function factsOf(release: Release): readonly string[] {
  const pull = releasePullRequest(release);
  return [
    `- Version: ${plainMarkdown(release.semver)} (tag ${plainMarkdown(release.tag)}, commit ${taggedCommit(release) ?? 'none'})`,
    `- Started by ${nameOf(release, release.starter)}, ${release.startedAt.toISOString()}`,
    `- Playbook: ${plainMarkdown(release.playbook.playbook)}, digest ${release.playbookDigest}`,
    ...(pull === undefined ? [] : [`- Pull request: ${linked(`#${pull['number']}`, pull['url'])}`]),
  ];
}

function signOffLines(release: Release, planned: PlannedStep): readonly string[] {
  const { signatures, voided } = stepState(release, planned.id);
  return [...voided, ...signatures].map((signature) => {
    const { by, decision, comment, subject, at } = signature;
    const said = comment === undefined ? '' : `: ${plainMarkdown(comment)}`;
    const later = voided.includes(signature)
      ? ` (${signature.revoked === undefined ? 'void since' : 'taken back'})`
      : '';
    return `  - ${nameOf(release, by)}: ${decision} of ${subject}, ${at.toISOString()}${later}${said}`;
  });
}

function itemLines(release: Release, planned: PlannedStep): readonly string[] {
  const { ticks } = stepState(release, planned.id);
  const values = valuesOf(release, planned);
  return itemsOf(release, planned.id).map(([number, item]) => {
    const tick = ticks[number];
    const who = tick === undefined ? 'not ticked' : `${nameOf(release, tick.by)}, ${tick.at.toISOString()}`;
    const words = tick === undefined ? undefined : evidenceWords(item, tick);
    const evidence = words === undefined ? '' : `; evidence: ${evidenceText(words)}`;
    return `  - ${plainMarkdown(fill(item.say, values))}: ${who}${evidence}`;
  });
}

function settledLines(release: Release, planned: PlannedStep): readonly string[] {
  const { settled = [] } = stepState(release, planned.id);
  return settled.map(({ number, title, how, reason, by, at }) => {
    const who = `${nameOf(release, by)}, ${at.toISOString()}`;
    return `  - #${number} ${plainMarkdown(title)}: ${how}, ${who}: ${plainMarkdown(reason)}`;
  });
}

function stepLines(release: Release, planned: PlannedStep): readonly string[] {
  const { done, reading } = stepState(release, planned.id);
  if (done === undefined) return [];
  const by = done.by === undefined ? done.how : `${done.how} by ${nameOf(release, done.by)}`;
  const { breakGlass } = stepState(release, planned.id);
  const second = done.how === 'forced' ? breakGlass?.confirmed?.by : undefined;
  const confirmed = second === undefined ? '' : `, confirmed by ${nameOf(release, second)}`;
  const line = `- ${linked(titleOf(release, planned), done.link)}: ${plainMarkdown(done.sentence)} (${by}${confirmed}, ${done.at.toISOString()})`;
  if (done.how === 'waived')
    return [
      line,
      `  - not passed; it last said: ${plainMarkdown(reading?.sentence ?? 'nothing, it had not been read')}`,
    ];
  if (planned.kind === 'sign-off') return [line, ...signOffLines(release, planned)];
  if (planned.kind === 'check') return [line, ...settledLines(release, planned)];
  return planned.kind === 'checklist' ? [line, ...itemLines(release, planned)] : [line];
}

function takenOutLines(release: Release): readonly string[] {
  if (release.takeOuts.length === 0) return [];
  const lines = release.takeOuts.map(({ change, title, by, at, reason, opened, ended }) => {
    const how = opened === undefined ? '' : ` by #${opened.number}`;
    const came = ended === undefined ? 'not finished' : `${ended.how}, ${ended.at.toISOString()}`;
    return `- #${change} ${plainMarkdown(title)}${how}: ${came}; asked for by ${nameOf(release, by)}, ${at.toISOString()}: ${plainMarkdown(reason)}`;
  });
  return ['## Taken out', '', ...lines, ''];
}

/** What a release leaves in the repository as evidence: Markdown with every finished step, who did it, and the links to look it up. */
export function evidenceDocument(release: Release): string {
  const stages = release.playbook.stages.map(({ stage }, number) => {
    const lines = release.plan.filter((p) => p.stage === number).flatMap((p) => stepLines(release, p));
    return lines.length === 0 ? [] : [`## ${plainMarkdown(stage)}`, '', ...lines, ''];
  });
  const title = `# Evidence of ${plainMarkdown(release.component.name)} ${plainMarkdown(release.semver)}`;
  return [title, '', ...factsOf(release), '', ...stages.flat(), ...takenOutLines(release)].join('\n');
}

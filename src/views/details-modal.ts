import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { rolesOf } from '../release/entitlement.ts';
import type { PlannedStep } from '../release/plan.ts';
import { currentSteps, type Release, stageName, stepState } from '../release/release.ts';
import { titleOf, waitingOf } from '../release/waiting.ts';
import { counted, listed } from '../release/wording.ts';
import { button, context, inline, plain, section } from './blocks.ts';
import { checkButtons } from './check-buttons.ts';
import { slackDate } from './dates.ts';
import { inertLine, link } from './escape.ts';
import { jobLinks } from './job-links.ts';
import { mentions } from './mentions.ts';
import { modalTitle } from './modal-title.ts';
import { madeLinks, referenceLinks, stepLinks } from './release-links.ts';
import { roleWords } from './role-words.ts';
import { stepButton } from './step-buttons.ts';
import { completionOf, markOf, progressOf } from './step-words.ts';

const pageSize = 30; // steps; each is one block of the 100, a stage's name another
export const detailsIds = { view: 'details', page: 'details:page' } as const;

const detailsPage = z.object({ release: z.string(), page: z.int().min(0) });

/** Which page of which release a button or modal means; untrusted. */
export function readDetailsPage(text: string): z.output<typeof detailsPage> | undefined {
  try {
    return detailsPage.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function failureLines(release: Release, planned: PlannedStep): readonly string[] {
  const { failure } = stepState(release, planned.id);
  if (failure === undefined) return [];
  const what =
    failure.link === undefined ? inertLine(failure.sentence, 500) : link(failure.link, failure.sentence, 500);
  return [what, ...jobLinks(failure.jobs), `*What to do:* ${inertLine(failure.remedy, 500)}`];
}

/** Who is waited for, or will be. */
function peopleLine(release: Release, planned: PlannedStep): readonly string[] {
  const { status } = stepState(release, planned.id);
  const roles = rolesOf(planned);
  if (status === 'done' || roles.length === 0) return [];
  const waiting = waitingOf(release).find((w) => w.planned.id === planned.id);
  const zone = release.playbook['time-zone'];
  const since = waiting?.since === undefined ? '' : ` · since ${slackDate(waiting.since, zone)}`;
  const due = waiting?.deadline === undefined ? '' : ` · due ${slackDate(waiting.deadline, zone)}`;
  const people = waiting?.people ?? roles.flatMap((role) => release.roles[role] ?? []);
  const titles = roles.map((role) => roleWords(release, role));
  const joint = 'sign-off' in planned.step ? 'and' : 'or';
  return [`${listed(titles, joint)}: ${people.length === 0 ? 'nobody' : mentions(people, 8, 'or')}${since}${due}`];
}

function stepBlock(release: Release, planned: PlannedStep, githubUrl: string): KnownBlock {
  const { status } = stepState(release, planned.id);
  const said =
    status === 'done' ? completionOf(release, planned) : status === 'active' ? progressOf(release, planned) : '';
  const links = stepLinks(release, planned, githubUrl);
  const accessory = stepButton(release, planned) ?? checkButtons(release, planned).at(-1);
  return {
    ...section(
      `${markOf(release, planned)}: *${inertLine(titleOf(release, planned), 160)}*`,
      ...(status === 'failed' ? failureLines(release, planned) : said === '' ? [] : [said]),
      ...peopleLine(release, planned),
      ...(links.length === 0 ? [] : [inline(links, 600)]),
    ),
    ...(accessory === undefined ? {} : { accessory }),
  };
}

function pageBlocks(release: Release, page: number, githubUrl: string): readonly KnownBlock[] {
  const steps = release.plan.slice(page * pageSize, (page + 1) * pageSize);
  return steps.flatMap((planned, n) => {
    const begins = n === 0 || steps[n - 1]?.stage !== planned.stage;
    const stage = stageName(release, planned.stage);
    const heading: readonly KnownBlock[] = begins
      ? [{ type: 'header', text: plain(`${planned.stage + 1}. ${stage}`, 150) }]
      : [];
    return [...heading, stepBlock(release, planned, githubUrl)];
  });
}

/** The page on which the release stands now. */
export function currentPage(release: Release): number {
  const [first] = currentSteps(release);
  const index = first === undefined ? 0 : release.plan.findIndex((p) => p.id === first.id);
  return Math.floor(index / pageSize);
}

function pageButtons(release: Release, page: number, pages: number): readonly KnownBlock[] {
  const to = (n: number, words: string) =>
    button({
      action: `${detailsIds.page}${n < page ? '-back' : ''}`,
      words,
      value: JSON.stringify({ release: release.id, page: n }),
    });
  const elements = [
    ...(page > 0 ? [to(page - 1, 'Earlier steps')] : []),
    ...(page + 1 < pages ? [to(page + 1, 'Later steps')] : []),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: 'pages', elements }];
}

/** Every stage and step of a release with its state, who and when; what can be done stands beside it. 30 steps a page. */
export function detailsModal(release: Release, wanted: number, githubUrl: string): ModalView {
  const pages = Math.max(1, Math.ceil(release.plan.length / pageSize));
  const page = Math.min(wanted, pages - 1);
  const done = release.plan.filter((p) => stepState(release, p.id).status === 'done').length;
  const links = [...madeLinks(release), ...referenceLinks(release, githubUrl)];
  return {
    type: 'modal',
    callback_id: detailsIds.view,
    private_metadata: JSON.stringify({ release: release.id, page }),
    title: modalTitle(release),
    close: plain('Close', 24),
    blocks: [
      section(
        `*${inertLine(`${release.component.name} ${release.semver}`, 120)}* · ${inertLine(release.playbook.title, 80)} · ${release.withdrawn === undefined ? release.status : 'withdrawn'} · ${done} of ${counted(release.plan.length, 'step')} done${pages > 1 ? ` · page ${page + 1} of ${pages}` : ''}`,
      ),
      ...(links.length === 0 ? [] : [context(`🔗 ${inline(links)}`)]),
      ...pageBlocks(release, page, githubUrl),
      ...pageButtons(release, page, pages),
    ],
  };
}

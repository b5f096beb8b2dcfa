import { z } from 'zod';
import type { GitHubClient, RepositoryClient } from '../github/client.ts';
import { scansFindNothing } from '../github/set-scene.ts';
import type { Acted } from './contract.ts';
import type { GitHubDeed } from './github-contract.ts';

const written = z.string().trim().min(1).max(200);
const number = z.number().int().positive();
const repository = z.string().regex(/^[\w-]+\/[\w.-]+$/);
const conclusion = z.enum(['success', 'failure']);
const person = { repository, by: z.string().min(1) };

/** A file that a line more does no harm to: no code, no workflow, nothing outside the repository. */
const path = z
  .string()
  .trim()
  .regex(
    /^[\w-][\w .-]*(\/[\w-][\w .-]*)*\.(md|txt)$/,
    'The file must be a .md or .txt file of the repository, such as notes/a-note.md.',
  );

/** A file that is written as a whole: data, and nothing that runs. */
const dataPath = z
  .string()
  .trim()
  .regex(
    /^[\w-][\w .-]*(\/[\w-][\w .-]*)*\.(md|txt|ya?ml|json)$/,
    'The file must be a .md, .txt, .yaml or .json file of the repository, and no workflow.',
  );
const text = z.string().max(20_000);
const branch = z.string().min(1);

/** What a page may ask for. */
export const githubDeed = z.discriminatedUnion('deed', [
  z.strictObject({ deed: z.literal('begin'), repository, run: number }),
  z.strictObject({ deed: z.literal('finish'), repository, run: number, conclusion }),
  z.strictObject({ deed: z.literal('finishCheck'), repository, check: number, conclusion }),
  z.strictObject({ deed: z.literal('rerun'), ...person, run: number }),
  z.strictObject({
    deed: z.literal('reviewDeployment'),
    ...person,
    run: number,
    environment: z.string(),
    approve: z.boolean(),
  }),
  z.strictObject({
    deed: z.literal('review'),
    ...person,
    pull: number,
    verdict: z.enum(['APPROVE', 'REQUEST_CHANGES']),
  }),
  z.strictObject({ deed: z.literal('rename'), ...person, pull: number, title: written }),
  z.strictObject({ deed: z.literal('merge'), ...person, pull: number }),
  z.strictObject({ deed: z.literal('close'), ...person, pull: number }),
  z.strictObject({ deed: z.literal('reopen'), ...person, pull: number }),
  z.strictObject({ deed: z.literal('push'), ...person, branch: z.string().min(1), path, message: written }),
  z.strictObject({ deed: z.literal('scan'), repository, branch }),
  z.strictObject({ deed: z.literal('write'), ...person, branch, path: dataPath, content: text, message: written }),
  z.strictObject({ deed: z.literal('openPull'), ...person, head: branch, base: branch, title: written, body: text }),
  z.strictObject({
    deed: z.literal('dispatch'),
    ...person,
    workflow: z.string().regex(/^[\w.-]+\.ya?ml$/),
    branch,
    inputs: z.record(z.string(), z.string().max(1000)),
  }),
  z.strictObject({
    deed: z.literal('attach'),
    ...person,
    tag: z.string().min(1),
    name: z
      .string()
      .regex(/^[\w.-]{1,100}$/, 'Name the file by letters, digits, dots and hyphens, such as images.json.'),
    content: text,
    attested: z.boolean(),
  }),
  z.strictObject({ deed: z.literal('closeIssue'), ...person, issue: number }),
  z.strictObject({ deed: z.literal('reopenIssue'), ...person, issue: number }),
  z.strictObject({ deed: z.literal('tick'), ...person, issue: number, task: z.string().min(1), ticked: z.boolean() }),
  z.strictObject({
    deed: z.literal('label'),
    ...person,
    number,
    labels: z.array(z.string().trim().min(1).max(50)).max(20),
  }),
  z.strictObject({ deed: z.literal('milestone'), ...person, number, title: z.string().trim().max(100) }),
  z.strictObject({
    deed: z.literal('enterCode'),
    ...person,
    code: z.string().trim().min(1).max(20),
    allow: z.boolean(),
  }),
  z.strictObject({ deed: z.literal('openIssue'), ...person, title: written, label: z.string().trim().max(50) }),
]);

type Push = Extract<GitHubDeed, { deed: 'push' }>;

/** Adds a line to a text file, so that every push changes something and nothing is lost. */
async function push(at: RepositoryClient, { by, branch, path: file, message }: Push): Promise<void> {
  const before = (await at.file(branch, file)) ?? '';
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  await at.pushes(by, branch, { [file]: `${before}${gap}- ${message}\n` }, message);
}

/** As on GitHub's page, where a milestone of a new name is made on the way. */
async function intoMilestone(at: RepositoryClient, number: number, title: string, by: string): Promise<void> {
  if (title !== '' && !(await at.milestones()).some((one) => one.title === title)) await at.milestone(title, by);
  await at.intoMilestone(number, title === '' ? null : title, by);
}

function performed(github: GitHubClient, deed: GitHubDeed): Promise<unknown> {
  const at = github.repository(deed.repository);
  switch (deed.deed) {
    case 'begin':
      return at.begins(deed.run);
    case 'finish':
      return at.finishes(deed.run, deed.conclusion);
    case 'finishCheck':
      return at.finishesCheck(deed.check, deed.conclusion);
    case 'rerun':
      return at.reruns(deed.by, deed.run);
    case 'reviewDeployment':
      return at.approvesDeployment(deed.by, deed.run, deed.environment, deed.approve);
    case 'review':
      // GitHub takes no request for changes without a word on them
      return at.reviews(deed.by, deed.pull, deed.verdict, deed.verdict === 'APPROVE' ? '' : 'Please look at it again.');
    case 'rename':
      return at.edits(deed.pull, { by: deed.by, title: deed.title });
    case 'merge':
      return at.merges(deed.by, deed.pull);
    case 'close':
      return at.closes(deed.pull, deed.by);
    case 'reopen':
      return at.reopens(deed.pull, deed.by);
    case 'push':
      return push(at, deed);
    case 'scan':
      return scansFindNothing(at, deed.branch);
    case 'write':
      return at.pushes(deed.by, deed.branch, { [deed.path]: deed.content }, deed.message);
    case 'openPull':
      return at.opensPullRequest(deed.by, { head: deed.head, base: deed.base, title: deed.title, body: deed.body });
    case 'dispatch':
      return at.dispatches(deed.by, deed.workflow, deed.branch, deed.inputs);
    case 'attach':
      return at.attaches(deed.by, deed.tag, deed);
    case 'closeIssue':
      return at.closesIssue(deed.by, deed.issue);
    case 'reopenIssue':
      return at.reopensIssue(deed.by, deed.issue);
    case 'tick':
      return at.ticksTask(deed.by, deed.issue, deed.task, deed.ticked);
    case 'label':
      return at.labels(deed.number, deed.labels, deed.by);
    case 'milestone':
      return intoMilestone(at, deed.number, deed.title, deed.by);
    case 'enterCode':
      return github.enterCode(deed.by, deed.code, deed.allow);
    case 'openIssue':
      return at.opensIssue(deed.by, { title: deed.title, labels: deed.label === '' ? [] : [deed.label] });
  }
}

/** Does a deed. Throws GitHubRefusal in GitHub's words where it refuses. */
export async function deedAtGitHub(github: GitHubClient, deed: GitHubDeed): Promise<Acted> {
  await performed(github, deed);
  return { ok: true };
}

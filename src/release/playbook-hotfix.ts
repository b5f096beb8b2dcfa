import type { Finding } from './finding.ts';
import type { Playbook } from './playbook.ts';
import { stepsIn } from './playbook-walk.ts';

/** The rules of a playbook that patches an earlier release: which one is asked once, and the version is the patch after it. */
export function* hotfixFindings(playbook: Playbook): Generator<Finding> {
  const { questions, bump } = playbook;
  const [asked, second] = Object.keys(questions).filter((name) => questions[name]?.kind === 'tag');
  if (asked === undefined) return;
  const path = ['questions', asked];
  if (second !== undefined)
    yield {
      path: ['questions', second],
      part: 'key',
      message: `${asked} asks already which release is patched.`,
      fix: 'Ask it once.',
    };
  if (questions[asked]?.optional === true)
    yield {
      path: [...path, 'optional'],
      message: 'Without an answer nobody knows which release is patched.',
      fix: 'Take optional: away.',
    };
  if (bump.choices.join() !== 'patch')
    yield {
      path: ['bump', 'choices'],
      message: `The release is the patch after the tag that ${asked} asks for.`,
      fix: 'Write bump: { choices: [patch], default: patch }.',
    };
  const folders = Object.keys(questions).find((name) => questions[name]?.kind === 'folders');
  if (folders !== undefined)
    yield {
      path: ['questions', folders, 'kind'],
      message: 'The branch of a hotfix is not there yet when it starts, so no folders on it can be offered.',
      fix: 'Ask with kind: text.',
    };
  if (!stepsIn(playbook).some(({ step }) => 'action' in step && step.action === 'create-branch'))
    yield {
      path,
      part: 'key',
      message: 'No step makes the branch on which the release is patched.',
      fix: `Add action: create-branch, branch: hotfix/<issue>, from: <${asked}>.`,
      absent: true,
    };
}

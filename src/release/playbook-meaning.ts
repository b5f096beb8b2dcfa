import { correction, type Finding } from './finding.ts';
import type { Playbook, Question } from './playbook.ts';
import { freezeFindings } from './playbook-freeze.ts';
import { hotfixFindings } from './playbook-hotfix.ts';
import { evidenceFindings } from './playbook-items.ts';
import { mergeFindings } from './playbook-merges.ts';
import { placeholderFindings } from './playbook-placeholders.ts';
import { referenceFindings } from './playbook-references.ts';
import { releasePleaseFindings } from './playbook-release-please.ts';
import { togetherFindings } from './playbook-together.ts';
import { windowFindings } from './playbook-windows.ts';
import { withdrawFindings } from './playbook-withdraw.ts';
import { rolesToFill } from './start-roles.ts';
import { isTimeZone } from './time-zone.ts';
import { ownPlaceholders } from './values-needed.ts';
import { counted } from './wording.ts';

function* headFindings({ bump, 'time-zone': zone }: Playbook): Generator<Finding> {
  if (!bump.choices.includes(bump.default))
    yield {
      path: ['bump', 'default'],
      message: `The default ${bump.default} is not among the choices.`,
      fix: `Write one of: ${bump.choices.join(', ')}.`,
    };
  if (!isTimeZone(zone))
    yield {
      path: ['time-zone'],
      message: `There is no time zone ${zone}.`,
      fix: correction(zone, Intl.supportedValuesOf('timeZone')).replace(
        /^There are: .*$/,
        'Write one such as Asia/Tokyo.',
      ),
    };
}

function* questionFindings(name: string, question: Question, playbook: Playbook): Generator<Finding> {
  const path = ['questions', name];
  const { kind, under, several, each } = question;
  if (ownPlaceholders.some((own) => own === name))
    yield {
      path,
      part: 'key',
      message: `<${name}> is filled in by Slipway itself.`,
      fix: 'Name the question otherwise.',
    };
  if (kind === 'folders' && under === undefined)
    yield { path, message: 'It offers folders, but does not say of which folder.', fix: 'Add under: outputs/.' };
  if (kind !== 'folders' && under !== undefined)
    yield {
      path: [...path, 'under'],
      part: 'key',
      message: 'Only a question of kind folders looks under a folder.',
      fix: 'Add kind: folders.',
    };
  if (several && kind !== 'folders')
    yield {
      path: [...path, 'several'],
      message: `Of kind ${kind} there is one answer.`,
      fix: 'Several answers can be chosen of kind folders only.',
    };
  if (each !== undefined && !several)
    yield {
      path: [...path, 'each'],
      part: 'key',
      message: '“each” names one of several answers.',
      fix: 'Add several: true.',
    };
  if (each !== undefined && (each in playbook.questions || ownPlaceholders.some((own) => own === each)))
    yield { path: [...path, 'each'], message: `<${each}> means something else already.`, fix: 'Choose another name.' };
}

/** Slack shows 100 blocks in a form (https://docs.slack.dev/surfaces/modals); the start form has at most 11 besides questions and roles. */
const mostAsked = 100 - 11;

function* formFindings(playbook: Playbook): Generator<Finding> {
  const [questions, roles] = [Object.keys(playbook.questions).length, rolesToFill(playbook).length];
  if (questions + roles > mostAsked)
    yield {
      path: ['questions'],
      part: 'key',
      message: `The start form would ask ${counted(questions, 'question')} and for the people of ${counted(roles, 'role')}; Slack has room for ${mostAsked} of them together.`,
      fix: 'Ask less at the start: a checklist may ask the rest later.',
    };
}

/** What in a well-formed playbook cannot be meant: names that nothing has, things out of order, values that do not exist. */
export function* meaningFindings(playbook: Playbook): Generator<Finding> {
  yield* headFindings(playbook);
  for (const [name, question] of Object.entries(playbook.questions)) yield* questionFindings(name, question, playbook);
  yield* formFindings(playbook);
  yield* hotfixFindings(playbook);
  yield* referenceFindings(playbook);
  yield* evidenceFindings(playbook);
  yield* mergeFindings(playbook);
  yield* freezeFindings(playbook);
  yield* releasePleaseFindings(playbook);
  yield* togetherFindings(playbook);
  yield* windowFindings(playbook);
  yield* withdrawFindings(playbook);
  yield* placeholderFindings(playbook);
}

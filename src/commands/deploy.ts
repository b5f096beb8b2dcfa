import type { Execute } from '../execute.ts';
import { isRefusal } from '../release/decide.ts';
import { decidePerson } from '../release/decide-person.ts';
import { deployedBy } from '../release/redeploy.ts';
import { awaitsConfirmation, stepState } from '../release/release.ts';
import { actionIds } from '../views/action-ids.ts';
import { askMessage } from '../views/ask-message.ts';
import { confirmDeployMessage } from '../views/confirm-deploy-message.ts';
import { inertLine } from '../views/escape.ts';
import { refusedText } from '../views/refused-text.ts';
import { deployConfirmed } from '../views/signed-so-far.ts';
import { answerDone } from './answer-done.ts';
import { askedStep } from './asked-step.ts';
import { clickedRelease } from './clicked-release.ts';
import type { RunningReleases } from './running-release.ts';
import type { ActionContext, Story } from './story.ts';
import { typedRelease } from './typed-release.ts';
import type { Word } from './word.ts';

interface Ports {
  readonly execute: Execute;
  readonly releases: RunningReleases;
  readonly githubUrl: string;
}

async function pressed(ports: Ports, asked: ActionContext, type: 'RequestDeploy' | 'ConfirmDeploy'): Promise<void> {
  const clicked = await clickedRelease(ports.execute, asked);
  if (clicked === undefined) return;
  const { release, planned, target } = clicked;
  if (planned === undefined || !('deploy' in planned.step))
    return await asked.respond('Slipway no longer knows this deployment. The release card shows what is waited for.');
  const attempt = target.attempt ?? stepState(release, planned.id).attempt;
  const executed = await ports.execute(release.id, { type, step: planned.id, by: asked.person, attempt }, asked.cause);
  if (executed.kind === 'refused')
    return await asked.respond(refusedText(executed.refusal, executed.release ?? release, planned.id));
  const what = inertLine(`${release.component.name} ${deployedBy(release, planned).version}`, 120);
  const to = `*${inertLine(planned.step.deploy, 60)}*`;
  const waits = awaitsConfirmation(planned, stepState(executed.release, planned.id));
  const sentence = waits
    ? `🔐 The deployment of ${what} to ${to} waits to be confirmed: ${deployConfirmed(executed.release, planned)}. Nothing starts before.`
    : `🚀 ${what} is being deployed to ${to}. Its thread tells how it goes.`;
  await answerDone(asked, executed.release, sentence, ports.githubUrl);
}

/** Operations deploy by a button that asks once more, naming version and target; `/release deploy` answers with that button. */
export function deployStory(ports: Ports): Story {
  const word: Word = {
    word: 'deploy',
    usage: 'deploy [component]',
    says: 'Shows the deployment that waits, its plan and its button.',
    async run(asked) {
      const typed = await typedRelease(ports, 'deploy', asked);
      if (typed === undefined) return;
      const { release } = typed;
      const planned = askedStep(release, 'deploy', asked.person);
      const what = `${inertLine(release.component.name)} ${release.semver}`;
      if (planned === undefined)
        return await asked.respond(
          `No deployment of ${what} is waited for now. \`${asked.command} status\` says what is.`,
        );
      const state = stepState(release, planned.id);
      if (awaitsConfirmation(planned, state))
        return await asked.respond(confirmDeployMessage(release, planned) ?? 'The deployment was confirmed already.');
      const { attempt } = state;
      const decided = decidePerson(release, { type: 'RequestDeploy', step: planned.id, by: asked.person, attempt });
      if (isRefusal(decided)) return await asked.respond(refusedText(decided, release, planned.id));
      await asked.respond(
        askMessage(release, planned.id, ports.githubUrl) ?? `The deployment of ${what} was started already.`,
      );
    },
  };
  return {
    words: [word],
    actions: {
      [actionIds.deploy]: (asked) => pressed(ports, asked, 'RequestDeploy'),
      [actionIds.confirmDeploy]: (asked) => pressed(ports, asked, 'ConfirmDeploy'),
    },
  };
}

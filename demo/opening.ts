import type { PersonClient } from '../sandbox/slack/person-client.ts';
import { answers, type Story, types } from './acts.ts';
import { type Card, readCard } from './card.ts';
import { type Field, fieldsOf, isComplete } from './form.ts';
import { home, type Scene } from './scene.ts';

const words: Readonly<Record<string, string>> = {
  'Rollout plan': 'Canary at 10 %, then all regions; back by the deploy workflow with the version before',
  'What to watch after the deployment': 'Error rate and latency of the API, depth of the queues',
};

/** What maria answers: every question with yes, so that all of the process is to be seen. */
function answerTo({ features }: Scene, { label, type, options }: Field): unknown {
  if (type === 'multi_static_select')
    return features === undefined ? options : options.filter((one) => features.includes(one));
  if (type === 'radio_buttons' && options.includes('Yes')) return 'Yes';
  return type === 'plain_text_input' ? (words[label] ?? 'As in the runbook') : undefined;
}

async function fillsTheForm(story: Story, maria: PersonClient): Promise<void> {
  const view = await maria.until('the form is filled with what GitHub says', async () => {
    const now = await maria.modal();
    return now !== undefined && isComplete(now) && now;
  });
  await story.news.tellModal(maria);
  const given = fieldsOf(view).map((field) => [field.label, answerTo(story.scene, field)] as const);
  await answers(story, maria, Object.fromEntries(given.filter(([, value]) => value !== undefined)));
}

const byMachine = ({ people }: Card['waiting'][number]): boolean => people.length === 0;

/** Maria starts a release; machines check what they can; her checklist waits for her. */
export async function opening(story: Story): Promise<void> {
  const { news, scene, screen } = story;
  const maria = scene.slack.person('maria');
  screen.heading('Maria starts a release');
  await types(story, maria, home, '/release start');
  await fillsTheForm(story, maria);
  await maria.until(
    'only people are waited for',
    async () => {
      const card = await readCard(maria);
      return card !== undefined && card.waiting.length > 0 && !card.waiting.some(byMachine);
    },
    { within: 60_000 },
  );
  screen.tells('Slipway checks on GitHub what a machine can check: all green. The rest of the stage is for Maria.');
  await news.tellCard(maria);
  await maria.until('she is asked', async () =>
    (await maria.channel(home)).some(({ thread_ts: thread }) => thread !== undefined),
  );
  await news.tell(maria);
  screen.tells(
    'Anybody may ask where it stands, at any time. Only who asks sees the answer, with the times of their own zone.',
  );
  const ana = scene.slack.person('ana');
  await types(story, ana, home, '/release status');
  await ana.until('the answer', async () => (await ana.channel(home)).some(({ ephemeral }) => ephemeral));
  await news.tell(ana);
}

import type { PersonClient } from '../sandbox/slack/person-client.ts';
import type { ShownView } from '../sandbox/slack/shown/shown.ts';
import { answers, clicks, type Story } from './acts.ts';
import { type Card, type CardLine, readCard } from './card.ts';
import { evidenceFor, fieldsOf, takesSeveral } from './form.ts';
import { home } from './scene.ts';

async function opened({ news }: Story, person: PersonClient): Promise<ShownView> {
  const view = await person.until('a form', async () => {
    const now = await person.modal();
    return now !== undefined && fieldsOf(now).length > 0 && now;
  });
  await news.tellModal(person);
  return view;
}

/** Answers a checklist of any length: every item, with evidence where it is asked for. */
async function answersChecklist(story: Story, person: PersonClient): Promise<void> {
  const fields = fieldsOf(await opened(story, person));
  const values = fields.map((field) => [field.label, takesSeveral(field) ? field.options : evidenceFor(field)]);
  const { kind } = await answers(story, person, Object.fromEntries(values));
  if (kind !== 'closed') await answersChecklist(story, person); // its next page
}

/** Confirms everything and approves. */
async function signs(story: Story, person: PersonClient): Promise<void> {
  const values = fieldsOf(await opened(story, person)).flatMap((field) => {
    if (takesSeveral(field)) return [[field.label, field.options]];
    return field.options.includes('Approve') ? [[field.label, 'Approve']] : [];
  });
  await answers(story, person, Object.fromEntries(values));
}

/** Shows once what happens when somebody signs who may not. */
export async function mariaIsRefused(story: Story, { ts }: Card): Promise<void> {
  const maria = story.scene.slack.person('maria');
  story.screen.tells('Maria is in a hurry and would rather sign herself. Who may is the playbook’s to say, not hers.');
  await clicks(story, maria, 'Review and sign', { in: home, message: ts });
  await maria.until('the answer', async () => (await maria.channel(home)).some(({ ephemeral }) => ephemeral));
  await story.news.tell(maria);
}

/** Who takes a turn: deploying is for operations, although maria may. */
function whoTakes({ people }: CardLine, button: string): string {
  const others = people.filter((name) => name !== 'maria');
  return (button.startsWith('Deploy ') ? others[0] : people[0]) ?? people[0] ?? 'maria';
}

/** A person's turn, as the card's button offers it: they click and do their part. */
export async function takesTurn(story: Story, card: Card, line: CardLine, button: string): Promise<void> {
  const person = story.scene.slack.person(whoTakes(line, button));
  await clicks(story, person, button, { in: home, message: card.ts });
  if (button === 'Open checklist') await answersChecklist(story, person);
  else if (button === 'Review and sign') await signs(story, person);
  await person.until(`the card notes what ${person.name} did`, async () => {
    const now = await readCard(person);
    return now === undefined || !now.waiting.some(({ title, people }) => title === line.title && people.length > 0);
  });
}

/** Maria, who runs the release, presses the card's button for what stands still. */
export async function mariaPresses(story: Story, card: Card, button: string): Promise<void> {
  const maria = story.scene.slack.person('maria');
  await clicks(story, maria, button, { in: home, message: card.ts });
  await maria.until('the release goes on', async () => {
    const now = await readCard(maria);
    return now?.message.rendered !== card.message.rendered;
  });
}

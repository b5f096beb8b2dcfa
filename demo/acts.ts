import type { PersonClient, SubmitResult } from '../sandbox/slack/person-client.ts';
import type { News } from './news.ts';
import type { Scene } from './scene.ts';
import type { Screen } from './screen.ts';
import { forTerminal } from './slack-text.ts';

/** What every move of the story needs. */
export interface Story {
  readonly scene: Scene;
  readonly screen: Screen;
  readonly news: News;
}

function written(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Types into a channel and tells it. */
export async function types({ screen }: Story, person: PersonClient, place: string, text: string): Promise<void> {
  screen.does(person.name, `types in ${place}:  ${text}`);
  const { ok, error } = await person.types(place, text);
  if (!ok) throw new Error(`${person.name} typed ${text}; Slack answered: ${error}`);
}

/** The question that Slack asks before a click counts; undefined for any other error. */
export function confirmation(error: unknown): string | undefined {
  const said = error instanceof Error ? /asks to confirm: (.*)$/s.exec(error.message)?.[1] : undefined;
  return said?.replaceAll(' / ', '\n');
}

/** Clicks a button of a message, says yes where Slack asks, and tells it. */
export async function clicks(
  { screen }: Story,
  person: PersonClient,
  button: string,
  message: { readonly in: string; readonly message: string },
): Promise<void> {
  screen.does(person.name, `clicks [${button}]`);
  const first = await person.clicks(button, message).catch((error: unknown) => {
    const asked = confirmation(error);
    if (asked === undefined) throw error;
    screen.shows(`Slack asks ${person.name}`, forTerminal(asked));
    screen.does(person.name, 'says yes');
    return person.clicks(button, { ...message, confirm: true });
  });
  if (!first.ok) throw new Error(`${person.name} clicked ${button}; Slack answered: ${first.error}`);
}

/** Fills in the open form and presses its button; tells both. */
export async function answers(
  { screen, news }: Story,
  person: PersonClient,
  values: Readonly<Record<string, unknown>>,
): Promise<SubmitResult> {
  const view = await person.modal();
  const lines = Object.entries(values).map(([label, value]) => `${label}  ${written(value)}`);
  screen.does(person.name, 'fills in', lines);
  await person.fills(values);
  screen.does(person.name, `presses [${view?.submit ?? 'Submit'}]`);
  const result = await person.submits();
  if (result.kind === 'errors') {
    await news.tellModal(person);
    throw new Error(`The form came back: ${result.message ?? JSON.stringify(result.errors)}`);
  }
  return result;
}

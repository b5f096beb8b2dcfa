import type { RepositoryClient } from '../sandbox/github/client.ts';
import { people } from '../sandbox/github/seed.ts';
import type { Story } from './acts.ts';

const conclusions = ['success', 'failure', 'cancelled', 'timed_out'] as const;

/** The login of somebody of the story. */
export function loginOf(name: string): string {
  const found = people.find(({ login }) => login === name || login.startsWith(`${name}-`));
  if (found === undefined)
    throw new Error(
      `Nobody on GitHub is called “${name}”. There are: ${people.map(({ login }) => login.split('-')[0]).join(', ')}.`,
    );
  return found.login;
}

interface Asked extends Story {
  readonly person: string;
  readonly repository: RepositoryClient;
  readonly name: string;
  /** Milliseconds for which a run is waited for that is not there yet. */
  readonly patience: number;
}

type Deed = (asked: Asked, words: readonly string[]) => Promise<void>;

async function runs({ repository, screen, name }: Asked): Promise<void> {
  const lines = (await repository.runs()).map(
    (run) => `${run.id}  ${run.workflow}  ${run.conclusion ?? run.status}  ${run.title}`,
  );
  screen.shows(`GitHub · ${name} · workflow runs`, lines.length === 0 ? 'none yet' : lines.join('\n'));
}

async function pulls({ repository, screen, name }: Asked): Promise<void> {
  const lines = (await repository.pulls('all')).map(
    (pull) =>
      `#${pull.number}  ${pull.merged === null ? pull.state : `merged by ${pull.merged.by}`}  ${pull.head} → ${pull.base}  ${pull.title}`,
  );
  screen.shows(`GitHub · ${name} · pull requests`, lines.length === 0 ? 'none yet' : lines.join('\n'));
}

async function finish({ repository, scene, screen, patience }: Asked, [run = '', ended = '']: readonly string[]) {
  const conclusion = conclusions.find((one) => one === ended);
  if (conclusion === undefined) throw new Error(`Write: github finish <workflow or run> ${conclusions.join(' | ')}`);
  const id = await scene.slack
    .until(
      `an unfinished run of ${run}`,
      async () =>
        (await repository.runs()).find((r) => r.status !== 'completed' && (r.workflow === run || String(r.id) === run))
          ?.id,
      { within: patience },
    )
    .catch((error: unknown) => {
      throw new Error(`No run of ${run} is unfinished; github runs says which are.`, { cause: error });
    });
  const { title } = await repository.finishes(id, conclusion);
  screen.does('GitHub', `${run} ends with ${conclusion}: ${title}`);
}

async function push({ repository, person, screen }: Asked, [who = person, branch = 'dev']: readonly string[]) {
  const file = `notes/${Date.now()}.md`;
  const sha = await repository.pushes(loginOf(who), branch, { [file]: 'A change.\n' }, 'fix: a late change');
  screen.does(who, `pushes ${sha.slice(0, 7)} to ${branch}: fix: a late change`);
}

async function merge({ repository, person, screen, name }: Asked, [number = '']: readonly string[]) {
  if (!/^#?\d+$/.test(number)) throw new Error('Write: github merge <number of a pull request>');
  const sha = await repository.merges(loginOf(person), Number(number.replace('#', '')));
  screen.does(person, `merges pull request #${number.replace('#', '')} of ${name} as ${sha.slice(0, 7)}`);
}

const deeds: Readonly<Record<string, Deed>> = { runs, pulls, finish, push, merge };

/** Does on GitHub what `github …` asks for; throws a sentence where it cannot. */
export async function onGitHub(story: Story, person: string, rest: string, patience: number): Promise<void> {
  const words = rest.split(/\s+/).filter((word) => word !== '');
  const gateway = words[0] === 'gateway';
  const [word = '', ...more] = gateway ? words.slice(1) : words;
  const deed = Object.hasOwn(deeds, word) ? deeds[word] : undefined;
  if (deed === undefined) throw new Error(`Write: github [gateway] ${Object.keys(deeds).join(' | ')}`);
  const { scene } = story;
  const repository = gateway ? scene.gateway : scene.repository;
  const name = gateway ? 'acme/api-gateway' : `acme/${scene.component}`;
  await deed({ ...story, person, repository, name, patience }, more);
}

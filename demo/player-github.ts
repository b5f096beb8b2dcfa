import { GitHubRefusal, type RepositoryClient } from '../sandbox/github/client.ts';
import type { Story } from './acts.ts';
import type { Card } from './card.ts';

type Deed = () => Promise<void>;

const machine = 'slipway-machine';

async function unfinishedRun({ screen }: Story, repository: RepositoryClient): Promise<Deed | undefined> {
  const run = (await repository.runs()).filter(({ status }) => status !== 'completed').at(0);
  if (run === undefined) return undefined;
  return async () => {
    screen.does('GitHub', `${run.workflow} succeeds: ${run.title}`);
    await repository.finishes(run.id, 'success');
  };
}

/** A workflow that failed and is waited for is run again, as a developer would. */
async function redRun({ screen, scene }: Story, card: Card): Promise<Deed | undefined> {
  if (!card.waiting.some(({ mark }) => mark.startsWith('🔴'))) return undefined;
  const runs = await scene.repository.runs();
  const red = runs.find((run) => run.conclusion !== 'success' && run.event === 'pull_request');
  if (red === undefined) return undefined;
  return async () => {
    screen.does('ana', `runs ${red.workflow} again on GitHub`);
    await scene.repository.reruns('ana-d', red.id);
  };
}

/** A pull request of Slipway's own into dev that the card waits for: evidence, or main merged back. */
async function ownPull({ screen, scene }: Story, card: Card): Promise<Deed | undefined> {
  const waitedFor = (number: number): boolean => card.waiting.some(({ text }) => text.includes(`#${number} `));
  const pull = (await scene.repository.pulls()).find(
    ({ author, base, number }) => author === machine && base === 'dev' && waitedFor(number),
  );
  if (pull === undefined) return undefined;
  return async () => {
    screen.does('ana', `merges pull request #${pull.number} on GitHub: ${pull.title}`);
    await scene.repository.merges('ana-d', pull.number);
  };
}

/** The pull request of the other repository: named after the release, then merged. */
async function routing({ screen, scene }: Story, card: Card): Promise<Deed | undefined> {
  const line = card.waiting.find(({ text }) => text.includes('acme/api-gateway'));
  const pull = line === undefined ? undefined : (await scene.gateway.pulls()).at(0);
  if (line === undefined || pull === undefined) return undefined;
  if (!pull.title.includes(card.what))
    return async () => {
      const title = `feat(routes): routes of ${card.what}`;
      screen.does('ana', `names pull request #${pull.number} of acme/api-gateway: ${title}`);
      await scene.gateway.edits(pull.number, { title });
    };
  return async () => {
    screen.does('tom', `merges pull request #${pull.number} of acme/api-gateway: ${pull.title}`);
    await scene.gateway.merges('tom-h', pull.number);
  };
}

/** What people and workflows would do next on GitHub for the release to go on; undefined where it is Slipway's or Slack's turn. */
export async function nextOnGitHub(story: Story, card: Card): Promise<Deed | undefined> {
  const { repository, gateway } = story.scene;
  const deed =
    (await unfinishedRun(story, repository)) ??
    (await unfinishedRun(story, gateway)) ??
    (await redRun(story, card)) ??
    (await ownPull(story, card)) ??
    (await routing(story, card));
  if (deed === undefined) return undefined;
  return () =>
    deed().catch((error: unknown) => {
      // Somebody, or Slipway itself, was quicker: the next look will say.
      if (!(error instanceof GitHubRefusal)) throw error;
      story.screen.sorry(`GitHub: ${error.message}`);
    });
}

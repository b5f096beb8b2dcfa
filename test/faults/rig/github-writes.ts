import type { World } from '../../journeys/world.ts';
import { isWrite } from './lost-replies.ts';

const notDone = 409; // by protection: nothing is there to be read back, and it may be asked for again

/**
 * The writes that GitHub did, or refused because it had done them before, oldest first:
 * `POST /repos/acme/billing/pulls 201 {"title":…}`.
 */
export async function githubWrites({ github }: World): Promise<readonly string[]> {
  const calls = await github.calls();
  return calls
    .filter(({ method, path, status }) => isWrite(`${method} ${path}`) && status !== notDone)
    .map(({ method, path, status, body }) => `${method} ${path} ${status} ${JSON.stringify(body)}`);
}

/** The kinds of write among them, with numbers, commits and names taken out. */
export async function kindsOfWrite({ github }: World): Promise<readonly string[]> {
  const calls = await github.calls();
  const kinds = calls
    .filter(({ method, path }) => isWrite(`${method} ${path}`))
    .map(({ method, path }) => `${method} ${path.replace(/^(\/uploads)?\/repos\/[^/]+\/[^/]+/, '')}`)
    .map((kind) =>
      kind.replace(/\/[0-9a-f]{40}|\/\d+/g, '/…').replace(/(contents|workflows)\/[^/]+.*?(\/dispatches)?$/, '$1/…$2'),
    );
  return [...new Set(kinds)].sort();
}

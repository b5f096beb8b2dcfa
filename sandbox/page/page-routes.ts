import { z } from 'zod';
import { act, doAct } from '../slack/control/act.ts';
import { personByName } from '../slack/state/people.ts';
import type { Acted } from './contract.ts';
import { deedAtGitHub, githubDeed } from './github-deeds.ts';
import { githubShown } from './github-shown.ts';
import { seenFrom } from './shown-to.ts';
import type { PageOptions } from './start-page.ts';
import { worldShown } from './world-shown.ts';

type Route = (query: URLSearchParams, body: unknown) => unknown;

const acted = z.object({
  ok: z.boolean().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});
const options = z.array(z.object({ text: z.string(), value: z.string() }));

/** An act's outcome for the page; what the person sees of it comes with the next look. */
function outcomeOf(result: unknown): Acted {
  const offered = options.safeParse(result).data;
  if (offered !== undefined) return { ok: true, options: offered };
  const { ok = true, error, message } = acted.safeParse(result).data ?? {};
  return { ok: ok && message === undefined, error, message };
}

/** What the page's script asks for, by method and path. */
export function pageRoutes(page: PageOptions): Readonly<Record<string, Route>> {
  const { slack, github, cast, clock, guide } = page;
  const { workspace } = slack;
  const read = new Map<string, string>();
  const readUpTo = (person: string, channel: string): string => read.get(`${person} ${channel}`) ?? '0';
  const asking = (query: URLSearchParams) => personByName(workspace, query.get('as') ?? '');

  const routes: Record<string, Route> = {
    'GET /world': async () => {
      const repositories = await github.repositories();
      return worldShown(workspace, {
        cast,
        repositories: repositories.map(({ name }) => name),
        githubUrl: page.githubUrl,
        home: page.home,
        clock: clock !== undefined,
      });
    },
    'GET /seen': (query) => seenFrom(workspace, asking(query), query.get('in') ?? undefined, readUpTo),
    'POST /read': (_query, body) => {
      const { as, place, ts } = z.strictObject({ as: z.string(), place: z.string(), ts: z.string() }).parse(body);
      if (ts <= readUpTo(as, place)) return;
      read.set(`${as} ${place}`, ts);
      workspace.changes.changed();
    },
    'POST /act': async (_query, body) => {
      const { as, deed } = z.strictObject({ as: z.string(), deed: act }).parse(body);
      return outcomeOf(await doAct(slack, as, deed));
    },
    'GET /guide': () => guide?.() ?? null,
    'GET /github': (query) => githubShown(github, query.get('repository') ?? ''),
    'POST /github': async (_query, body) => deedAtGitHub(github, githubDeed.parse(body)),
  };
  if (clock !== undefined) {
    routes['GET /clock'] = () => clock.shown();
    routes['POST /clock'] = async (_query, body) => {
      await clock.moveTo(z.strictObject({ at: z.number() }).parse(body).at);
      workspace.changes.changed();
    };
  }
  return routes;
}

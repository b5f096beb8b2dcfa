import { issueNumber } from '../release/asked-issue.ts';
import type { IssuesAsked } from '../release/start-answers.ts';
import type { StartFacts } from '../release/start-facts.ts';
import type { EntitledByRole } from '../release/start-roles.ts';
import { refusalPlain } from '../views/refusal-text.ts';
import type { StartInput } from '../views/start-form.ts';
import { inTime } from './in-time.ts';
import type { FactsRead } from './start-facts.ts';
import { type Configured, type FormWanted, readTeams, teamsKnown } from './start-form-of.ts';
import { entitledTo, mayNotStart, type UserGroups, unfit } from './start-people.ts';
import { type ChannelStanding, channelRefusal } from './start-place.ts';
import type { StartPorts } from './start-ports.ts';
import type { Sent } from './start-submission.ts';

// Together within the 3 s that Slack waits for an answer, with what the store takes.
const githubMs = 1500;
const slackMs = 900;
const namesMs = 400;

/** What a sent form is judged by, as far as it could be asked for in time. */
export interface Gathered {
  readonly config: Configured;
  readonly read: FactsRead;
  readonly issues: IssuesAsked;
  readonly groups: UserGroups | undefined;
  readonly entitled: EntitledByRole;
  readonly standing: ChannelStanding | undefined;
  readonly links: Sent['links'];
}

/** Asks for people, so that each has a name and a standing. */
async function meet(ports: StartPorts, people: Iterable<string>, ms: number): Promise<void> {
  await inTime(Promise.allSettled([...new Set(people)].map((id) => ports.people.get(id))), ms);
}

/** Whether the issues are there that the answers name. */
async function issuesIn(ports: StartPorts, { playbook, subject }: Configured, input: StartInput): Promise<IssuesAsked> {
  const { repository } = subject;
  const asked = Object.entries(playbook.questions).flatMap(([name, { kind }]) => {
    const given = input.answers[name];
    const number = kind === 'issue' && typeof given === 'string' ? issueNumber(given, repository) : undefined;
    return number === undefined ? [] : [{ name, number }];
  });
  const looks = asked.map(
    async ({ name, number }) => [name, await ports.facts.issueWithin(repository, number, githubMs)] as const,
  );
  return { repository, looks: Object.fromEntries(await Promise.all(looks)) };
}

/** Asks GitHub and Slack for everything anew, side by side. */
export async function gather(
  ports: StartPorts,
  config: Configured,
  wanted: FormWanted,
  input: StartInput,
): Promise<Gathered> {
  const [read, issues, groups, standing, links] = await Promise.all([
    ports.facts.readWithin(config.subject, githubMs),
    issuesIn(ports, config, input),
    inTime(ports.groups.get(), slackMs).then((answer) => answer ?? ports.groups.known()),
    inTime(ports.channels.get(wanted.channel), slackMs),
    ports.links.all(),
    readTeams(ports, config, slackMs),
    meet(ports, [...Object.values(input.roles).flat(), wanted.starter], slackMs),
  ]);
  const entitled = entitledTo(config.playbook, config.entry, groups, teamsKnown(ports));
  const may = Object.values(entitled).flatMap((one) => (one.kind === 'people' ? one.people : []));
  await meet(ports, may, namesMs);
  return { config, read, issues, groups, entitled, standing, links };
}

function namer({ people }: StartPorts): (id: string) => string {
  return (id) => people.known(id)?.name ?? id;
}

/** Why nothing can be started here by this person, whatever the form says. Plain text. */
export function barredBy(ports: StartPorts, gathered: Gathered, wanted: FormWanted): string | undefined {
  const { config, entitled, standing } = gathered;
  if (config.entry.channel !== wanted.channel)
    return `${wanted.component} does not live in this channel any more. Close the form and start again.`;
  const channel = channelRefusal(standing);
  if (channel !== undefined) return channel.replaceAll('`', '');
  const may = mayNotStart(config.playbook, entitled, wanted.starter);
  return may === undefined ? undefined : refusalPlain({ refused: 'not_entitled', ...may }, namer(ports));
}

/** The form with all that it is judged by. */
export function sentOf(
  ports: StartPorts,
  { config, issues, entitled, links }: Gathered,
  { input, facts, starter }: { readonly input: StartInput; readonly facts: StartFacts; readonly starter: string },
): Sent {
  return {
    input,
    config,
    facts,
    issues,
    entitled,
    starter,
    slipway: ports.slipway(),
    links,
    nameOf: namer(ports),
    unfit: (id) => unfit(ports.people.known(id)?.standing),
    now: ports.now(),
  };
}

import type { Readable } from '../config.ts';
import type { SetupProblem } from '../environment.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import { githubFindings } from './github.ts';
import { linkFindings } from './links.ts';
import { queueFindings } from './queue.ts';
import { slackFindings } from './slack.ts';
import { freeBytes, storeFindings } from './store.ts';

interface Options {
  /** This machine's clock. */
  readonly now?: () => Date;
  /** Bytes that are free in a folder. */
  readonly roomIn?: (folder: string) => number;
}

function configurationFindings(
  { slipway, playbooks }: Readable,
  problems: readonly SetupProblem[],
): readonly Finding[] {
  if (problems.length > 0)
    return problems.map(({ place, message, fix }) =>
      problem('configuration-wrong', place, message, fix === '' ? 'Correct it there.' : fix),
    );
  const components = Object.keys(slipway?.components ?? {}).join(', ');
  const says = `Components: ${components}. Playbooks: ${[...playbooks.keys()].join(', ')}.`;
  return [ok('configuration', 'Configuration', says)];
}

/**
 * Looks at everything that a release will need outside of Slipway. Changes nothing anywhere; rejects never; ends within
 * 45 seconds whatever hangs. Of what the problems of the configuration concern it is said that it was not looked at; the rest is.
 */
export async function examine(
  examined: Readable,
  problems: readonly SetupProblem[] = [],
  { now = () => new Date(), roomIn = freeBytes }: Options = {},
): Promise<readonly Finding[]> {
  const unlessWrong = (about: string, names: readonly string[], look: () => Promise<readonly Finding[]>) => {
    const wrong = new Set(problems.map(({ place }) => place).filter((place) => names.some((n) => place.startsWith(n))));
    if (wrong.size === 0) return look();
    const says = `Not looked at, because ${[...wrong].join(' and ')} ${wrong.size === 1 ? 'is' : 'are'} wrong.`;
    return [warning('configuration-wrong', about, says, 'Correct that, then run the doctor again.')];
  };
  const findings = await Promise.all([
    configurationFindings(examined, problems),
    unlessWrong('Store', ['DATABASE_URL', 'DATA_DIR'], () => storeFindings(examined, now, roomIn)),
    unlessWrong('Queue', ['REDIS_URL'], () => queueFindings(examined)),
    unlessWrong('Slack', ['SLACK_'], () => slackFindings(examined, now)),
    unlessWrong('GitHub', ['GITHUB_'], () => githubFindings(examined, now)),
    linkFindings(examined),
  ]);
  return findings.flat();
}

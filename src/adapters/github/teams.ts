import { keptAnswers } from '../slack/kept.ts';
import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

const minutes = 60_000;

/** Teams for forms, each asked for at most every two minutes, by `owner/name org/slug`. */
export function keptTeams(github: GitHub, now: () => Date) {
  const { teamMembers } = teamsOn(github);
  return keptAnswers({
    async ask(key) {
      const [repository = '', team = ''] = key.split(' ');
      return { logins: await teamMembers(repository, team) };
    },
    freshMs: 2 * minutes,
    staleMs: 60 * minutes,
    most: 200,
    now,
  });
}

/** Teams of organisations. */
export function teamsOn(github: GitHub) {
  return {
    /**
     * Logins of a team's members, those of the teams below it too; undefined where GitHub knows no such team, or shows it to us not.
     *
     * @param repository as whose installation is asked: of the same organisation
     * @param team org/slug
     */
    async teamMembers(repository: string, team: string): Promise<readonly string[] | undefined> {
      const octokit = await github.octokitFor(repository);
      const { owner: org, repo: team_slug } = named(team);
      const logins: string[] = [];
      for (let page = 1; ; page += 1) {
        const asked = octokit.rest.teams.listMembersInOrg({ org, team_slug, per_page: 100, page });
        const answer = await expecting([404], asked);
        if (answer instanceof GitHubAnswer) return undefined;
        logins.push(...answer.data.map(({ login }) => login));
        if (answer.data.length < 100) return logins;
      }
    },
  };
}

import { billingSeed } from '../sandbox/github/seed/billing.ts';
import { people } from '../sandbox/github/seed.ts';
import { startGitHub } from '../sandbox/github/start-github.ts';
import { startSlack } from '../sandbox/slack/start-slack.ts';
import { workspace } from '../sandbox/workspace.ts';

/** The sandbox in a process of its own: how many team channels it has, a folder whose repository it serves as acme/large, and how many people beside its own. */
const [teams = '0', large = '', leads = '0'] = process.argv.slice(2);
const channels = Array.from({ length: Number(teams) }, (_, n) => ({
  ...{ id: `C0TEAM${n}`, name: `team-${n}`, members: ['maria'] },
}));
const more = Array.from({ length: Number(leads) }, (_, n) => ({
  ...{ id: `U0LEAD${n}`, name: `lead-${n}`, realName: `Lead ${n}` },
}));
const { people: known, channels: places } = workspace;
const slack = await startSlack({
  world: { ...workspace, people: [...known, ...more], channels: [...places, ...channels] },
});
const github = await startGitHub({
  people,
  repositories: [
    { owner: 'acme', name: 'billing', seed: billingSeed() },
    ...(large === '' ? [] : [{ owner: 'acme', name: 'large', from: large }]),
  ],
});
process.stdout.write(
  `${JSON.stringify({
    slack: {
      ...{ apiUrl: slack.apiUrl, controlUrl: slack.controlUrl },
      ...{ botToken: slack.botToken, signingSecret: slack.signingSecret },
    },
    github: { url: github.url, controlUrl: github.controlUrl, token: github.token },
  })}\n`,
);

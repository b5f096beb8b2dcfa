import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findingText, look, summaryLine } from '../../src/doctor/finding.ts';
import { type Clinic, openClinic } from './clinic.ts';

let clinic: Clinic;
beforeEach(async () => {
  clinic = await openClinic();
});
afterEach(() => clinic.close());

/** `npm run doctor` in a process of its own. */
function command(args: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}) {
  const env = { PATH: process.env['PATH'], ...clinic.environment, ...environment };
  return new Promise<{ code: number; out: string }>((resolve) => {
    execFile(process.execPath, ['src/cli/doctor.ts', ...args], { env }, (error, out) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out });
    });
  });
}

const asJson = z.object({
  findings: z.array(z.object({ code: z.string(), grade: z.string(), about: z.string(), fix: z.string().optional() })),
  counts: z.object({ ok: z.number(), warnings: z.number(), problems: z.number() }),
});

describe('of the sandbox, as it is shipped', () => {
  it('everything is ok', async () => {
    const findings = await clinic.examine();
    const told = findings.map((one) => findingText(one).replace(`${clinic.folder}/`, ''));
    expect([...told, summaryLine(findings)]).toMatchInlineSnapshot(`
      [
        "ok       Configuration: Components: billing. Playbooks: backend-service, gated, release-please-hotfix, release-please.",
        "WARNING  Store: It is embedded, in data: for trying. It survives a killed process, not a power failure, and serves one process.
               → In production set DATABASE_URL. [store-embedded]",
        "ok       Queue: On the embedded store.",
        "ok       Slack: Signed in to Acme as slipway.",
        "ok       Slack: All 12 scopes are granted.",
        "ok       Slack: Socket Mode opens.",
        "ok       Clock: This machine and Slack agree.",
        "ok       Home channel of billing: #dev-backend-github.",
        "ok       Channel changelog: #changelog.",
        "ok       Role backend-lead of billing: 2 people.",
        "ok       Role operations of billing: 2 people.",
        "ok       GitHub: Signed in as slipway-machine.",
        "ok       Clock: This machine and GitHub agree.",
        "ok       Repository of billing: acme/billing can be reached.",
        "ok       Repository of billing: publish.yml can be started.",
        "ok       Repository of billing: deploy.yml can be started.",
        "ok       Other repository of billing: acme/api-gateway can be read.",
        "16 ok, 1 warning, 0 problems. Nothing was found that stops a release.",
      ]
    `);
  });

  it('a GitHub App is as good as a token; what it may not change is said', async () =>
    expect(await clinic.complaints(clinic.asApp)).toMatchInlineSnapshot(`
      [
        "WARNING  Repository of billing: The permission workflows: write is missing. Where a release changes files under .github/workflows, that stops “Merge into main” of backend-service.
               → Give the App workflows: write if releases change workflows. [github-workflow-files]",
      ]
    `));

  it('an immutable release is no fault, and said', async () => {
    await clinic.billing.immutableReleases(true);
    await clinic.billing.access('slipway-machine', 'admin');
    expect((await clinic.examine()).map(({ code }) => code)).toContain('releases-immutable');
  });
});

describe('as a command', () => {
  it('ends with a summary, and with 0 where only warnings are left', async () => {
    const { code, out } = await command([]);
    expect(out).toMatch(/\n\n16 ok, 1 warning, 0 problems\. Nothing was found that stops a release\.\n$/);
    expect(code).toBe(0);
  });

  it('ends with 1 on a problem, tells machines by codes, and nobody a secret', async () => {
    await clinic.billing.archive();
    const secret = 'postgres://slipway:swordfish@127.0.0.1:1/nowhere';
    const { code, out } = await command(['--json'], { DATABASE_URL: secret, GITHUB_TOKEN: 'ghp_swordfish' });
    const { findings, counts } = asJson.parse(JSON.parse(out));
    const problems = findings.filter(({ grade }) => grade === 'problem');
    expect(problems.map((one) => one.code)).toEqual(['store-unreachable', 'github-refused']);
    expect(problems.filter(({ fix }) => fix === undefined)).toEqual([]);
    expect(counts).toEqual({ ok: 10, warnings: 1, problems: 2 });
    expect(out).not.toMatch(/swordfish/);
    expect(code).toBe(1);
  });

  it('does not know other options', async () => expect((await command(['--fix'])).code).toBe(2));

  it('changes nothing: not at Slack, not on GitHub, not on the disk', async () => {
    await command([]);
    const written = await clinic.github.calls();
    expect(written.filter(({ method }) => method !== 'GET')).toEqual([]);
    const called = new Set((await clinic.slack.calls()).map(({ method }) => method));
    expect([...called].sort()).toEqual([
      'api.test',
      'apps.connections.open',
      'auth.test',
      'bots.info',
      'conversations.info',
      'usergroups.list',
      'users.info',
    ]);
    expect(() => rmSync(join(clinic.folder, 'data'), { recursive: true })).toThrow(/no such file/);
  });
});

describe('what is wrong in one place', () => {
  it('of the configuration is told with file, line and column, and the rest is looked at', async () => {
    clinic.edit('action: merge-back', 'action: merge-bakc', 'playbooks/backend-service.yml');
    const told = await clinic.complaints({ SLACK_BOT_TOKEN: '' });
    expect(told).toMatchInlineSnapshot(`
      [
        "PROBLEM  SLACK_BOT_TOKEN: is not set.
               → Take the bot token (xoxb-…) from the app’s OAuth & Permissions page. [configuration-wrong]",
        "PROBLEM  playbooks/backend-service.yml:116:17: “action” cannot be "merge-bakc". It is one of: open-pull-request, request-review, merge-pull-request, create-branch, create-tag, run-workflow, publish-release, draft-release, merge-back, archive-evidence, retrospective-issue, tracking-issue, release-please, release-please-published, pin-commit.
               → Write merge-back. [configuration-wrong]",
        "WARNING  Slack: Not looked at, because SLACK_BOT_TOKEN is wrong.
               → Correct that, then run the doctor again. [configuration-wrong]",
      ]
    `);
    expect((await clinic.examine({ SLACK_BOT_TOKEN: '' })).map((one) => one.about)).toContain('GitHub');
  });

  it('of the configuration has a remedy and a code also where its sentence says all', async () => {
    clinic.edit('changelog: C0CHANGELOG', 'changelog: "#changelog"', 'slipway.yml');
    expect((await clinic.complaints())[0]).toMatch(
      /here it is "#changelog"\.\n +→ Correct it there\. \[configuration-wrong\]$/,
    );
  });

  it('hides nothing of the others, even where Slack and GitHub hang', async () => {
    await clinic.slack.fault({ method: '*', kind: 'hang', times: 1000 });
    await clinic.github.fault({ path: /./, kind: 'hang', times: 1000 });
    const begun = Date.now();
    const told = await clinic.complaints({ REDIS_URL: 'redis://:swordfish@127.0.0.1:1' });
    expect(Date.now() - begun).toBeLessThan(120_000); // for ever would be longer than the test may take
    expect(told.map((line) => line.replaceAll(/127\.0\.0\.1:\d+/g, '…'))).toMatchInlineSnapshot(`
      [
        "PROBLEM  Queue: Redis does not answer at … (ECONNREFUSED).
               → Start Redis, or correct REDIS_URL. Until then clicks are recorded, and no step runs. [queue-unreachable]",
        "PROBLEM  Slack: Slack cannot be reached for auth.test: no answer in time.
               → Try again; if it stays so, see whether this machine reaches Slack. Without it no release moves. [slack-unreachable]",
        "PROBLEM  GitHub: GitHub did not answer GET /user: it took too long.
               → Try again; if it stays so, see whether this machine reaches GitHub. Without it no step runs. [github-unreachable]",
      ]
    `);
  });

  it('never answers, and is told after its time', async () => {
    const place = { about: 'GitHub', unreachable: 'github-unreachable', refused: 'github-refused' } as const;
    const found = await look({ ...place, remedy: 'Try again', within: 0.1 }, () => new Promise(() => {}));
    expect(found.map(findingText)).toMatchInlineSnapshot(`
      [
        "PROBLEM  GitHub: No answer within 0.1 seconds.
               → Try again. [github-unreachable]",
      ]
    `);
  });

  it('is a sentence also where it comes later: a single request hangs', async () => {
    await clinic.github.fault({ path: /rules\/branches\/main$/, kind: 'hang', times: 100 });
    await clinic.slack.fault({ method: 'users.info', kind: 'hang', times: 100 });
    expect(await clinic.complaints()).toMatchInlineSnapshot(`
      [
        "PROBLEM  Role backend-lead of billing: Slack cannot be reached for users.info: no answer in time.
               → Try again; if it stays so, see whether this machine reaches Slack. Without it no release moves. [slack-unreachable]",
        "PROBLEM  Role operations of billing: Slack cannot be reached for users.info: no answer in time.
               → Try again; if it stays so, see whether this machine reaches Slack. Without it no release moves. [slack-unreachable]",
        "PROBLEM  Repository of billing: GitHub did not answer GET /repos/acme/billing/rules/branches/main: it took too long.
               → Try again; if it stays so, see whether this machine reaches GitHub. Without it no step runs. [github-unreachable]",
      ]
    `);
  });
});

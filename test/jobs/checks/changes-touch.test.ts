import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalTrial, localGitHub, trialRelease } from '../trial.ts';

const opened: LocalTrial[] = [];
afterAll(() => Promise.all(opened.map(({ server }) => server.stop())));

let local: LocalTrial;
beforeEach(async () => {
  local = await localGitHub();
  opened.push(local);
});

const look = async (step: Readonly<Record<string, unknown>>) => {
  const trial = await trialRelease(local.client, [{ check: 'changes-touch', as: 'it', ...step }]);
  return await trial.look('it');
};

describe('changes-touch', () => {
  it('finds a path that was changed since the previous tag, and names it', async () => {
    expect(await look({ paths: ['infra/**'] })).toMatchObject({
      status: 'done',
      facts: { touched: 'no' },
      done: { sentence: 'Nothing merged since v1.4.0 touches infra/**.' },
    });
    await local.billing.pushes('ana-d', 'dev', { 'infra/net/main.tf': 'a\n' }, 'feat: net');
    expect(await look({ paths: ['docs/**', 'infra/**'] })).toMatchObject({
      facts: { touched: 'yes' },
      done: { sentence: 'Changed since v1.4.0: infra/net/main.tf.' },
    });
    expect(await local.control.refusals()).toEqual([]);
  });

  it('finds a label of a merged pull request, whatever its case', async () => {
    expect(await look({ labels: ['security'] })).toMatchObject({
      facts: { touched: 'no' },
      done: { sentence: 'Nothing merged since v1.4.0 carries security.' },
    });
    await local.billing.labels(2, ['Security']);
    expect(await look({ labels: ['security'] })).toMatchObject({
      facts: { touched: 'yes' },
      done: { sentence: 'Pull request #2 carries security.', link: expect.stringMatching(/\/pull\/2$/) },
    });
  });

  it('counts as touched where GitHub does not name every file', async () => {
    const files = Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`docs/page-${n}.md`, `${n}\n`]));
    await local.billing.pushes('ana-d', 'dev', files, 'docs: pages');
    expect(await look({ paths: ['zz/**'] })).toMatchObject({
      facts: { touched: 'yes' },
      done: { sentence: 'GitHub does not show all that changed since v1.4.0, so this counts as touching it.' },
    });
  });
});

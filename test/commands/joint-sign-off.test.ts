import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../src/release/events.ts';
import { stepState } from '../../src/release/release.ts';
import { completed, sha } from '../release/given.ts';
import { joint } from '../release/joint.ts';
import { home, type SlipwayInSlack, slipwayInSlack } from './slipway-in-slack.ts';

let on: SlipwayInSlack;
let number = 0;
let id = '';
let component = '';
const facts = {
  head: sha('a'),
  sha: sha('a'),
  url: 'https://github.com/acme/billing/compare/v1.4.2...main',
  authors: 'ana-d',
  commits: '3',
  pullRequests: '1',
  changes: '#7 Round <!channel> by ana-d',
};
const ready: ReleaseEvent = {
  type: 'ChecklistSaved',
  step: 'list',
  by: 'U0MARIA',
  ticks: { '0': { ticked: true, evidence: 'seen' }, '1': { ticked: true } },
};
const red: ReleaseEvent = { type: 'StepRead', step: 'ci', outcome: 'fail', sentence: 'e2e fails' };

beforeAll(async () => {
  on = await slipwayInSlack();
});
afterAll(() => on[Symbol.asyncDispose]());
beforeEach(async () => {
  number += 1;
  component = `joint${number}`;
  id = await on.begin(component, [completed('candidate', facts), ready], {
    playbook: joint,
    answers: {},
    // lena leads QA and is of SRE too; tom leads QA only, omar is of SRE only; kenji directs
    roles: { manager: ['U0MARIA'], 'qa-lead': ['U0LENA', 'U0TOM'], sre: ['U0LENA', 'U0OMAR'], director: ['U0KENJI'] },
  });
});
afterEach(async () => {
  expect(on.troubles).toEqual([]);
  expect(await on.slack.refusals()).toEqual([]);
});

const person = (name: string) => on.slack.person(name);
const card = async () => {
  const at = await on.card(id);
  return (await person('maria').channel(home)).find((m) => m.ts === at.message);
};
async function opens(name: string) {
  const who = person(name);
  await who.clicks('Review and sign', await on.card(id));
  await who.until('the sign-off is open', () => who.modal());
  return who;
}
async function signs(name: string) {
  const who = await opens(name);
  await who.fills({ 'Your decision': 'Approve' });
  expect(await who.submits()).toEqual({ kind: 'closed' });
  return await on.settle(id);
}
/** The newest message of this release with a text. */
async function newest(text: string) {
  return await person('maria').until(text, async () =>
    (await person('maria').channel(home)).filter((m) => m.rendered.includes(text)).at(-1),
  );
}

describe('a sign-off by several roles', () => {
  it('asks by role, and says who has signed and who still is needed, to its end', async () => {
    const ask = await newest('please review');
    expect(ask.rendered).toContain('@lena or @tom (QA lead) and @lena or @omar (SRE): please review');
    expect(ask.rendered).toContain('Commit aaaaaaa of main');
    await signs('lena');
    expect((await card())?.rendered).toContain('signed: @lena (QA lead); still needed: SRE');
    const tom = await opens('tom');
    const { text = '' } = (await tom.modal()) ?? {};
    expect(text).toContain('signed: @lena (QA lead); still needed: SRE');
    expect(text).toContain('`main` pinned at `aaaaaaa`, after v1.4.2');
    expect(text).toContain(
      '3 commits: compare (https://github.com/acme/billing/compare/v1.4.2...main) · 1 pull request',
    );
    expect(text).toContain('It takes 2 signatures, as QA lead and SRE; one person counts once.');
    await tom.fills({ 'Your decision': 'Approve' });
    expect(await tom.submits()).toEqual({ kind: 'closed' });
    const release = await on.settle(id);
    expect(stepState(release, 'signed').status).toBe('done');
    const details = person('maria');
    await details.types(home, `/release details ${component}`);
    await details.sees('modal', /approved by @lena \(SRE\) .*; approved by @tom \(QA lead\)/);
    await details.closes();
  });

  it('is bound to the gates that were shown: what turned is said, and the comment is kept', async () => {
    const omar = await opens('omar');
    await omar.fills({ 'Your decision': 'Approve', Comment: 'Fine with me' });
    await on.happens(id, red);
    expect((await omar.submits()).kind).toBe('updated');
    const again = await omar.modal();
    expect(again?.text).toContain('Changed meanwhile, so nothing was signed. Look again:');
    expect(again?.text).toContain('• CI: red');
    expect(again?.text).toContain('Fine with me');
    expect(again?.text).not.toContain('● Approve');
    expect(stepState(await on.settle(id), 'signed').signatures).toEqual([]);
    await omar.fills({ 'Your decision': 'Approve' });
    expect(await omar.submits()).toEqual({ kind: 'closed' });
    expect(stepState(await on.settle(id), 'signed').signatures).toMatchObject([
      { by: 'U0OMAR', comment: 'Fine with me' },
    ]);
  });
});

describe('a signature', () => {
  it('is taken back in the modal by who gave it, with a reason, and the thread is told', async () => {
    await signs('lena');
    const lena = await opens('lena');
    await lena.fills({ 'Your decision': 'Take back my signature' });
    expect((await lena.submits()).errors).toEqual({ Comment: 'Say why you take it back.' });
    await lena.fills({ Comment: 'A test of <!channel> is missing' });
    expect(await lena.submits()).toEqual({ kind: 'closed' });
    expect(stepState(await on.settle(id), 'signed').signatures).toEqual([]);
    await lena.sees(home, '↩️ Taken back by @lena: their signature of *Quality and operations*');
    expect((await newest('Taken back by @lena')).text).not.toContain('<!channel>');
    expect((await (await opens('tom')).modal())?.text).not.toContain('Take back');
  });

  it('is taken back by the card once all have signed, and people are asked anew; others are told they have not signed', async () => {
    await signs('tom');
    expect(stepState(await signs('omar'), 'signed').status).toBe('done');
    const kenji = person('kenji');
    const at = await on.card(id);
    await kenji.clicks('Take back my signature…', at);
    await kenji.sees(home, 'You have not signed this, so there is nothing to take back.');
    const omar = person('omar');
    await omar.clicks('Take back my signature…', at);
    await omar.sees('modal', 'Take back my signature');
    expect((await omar.modal())?.text).not.toContain('Approve');
    await omar.fills({ Comment: 'Disk is full' });
    expect(await omar.submits()).toEqual({ kind: 'closed' });
    expect(stepState(await on.settle(id), 'signed')).toMatchObject({ status: 'active', signatures: [{ by: 'U0TOM' }] });
    const ask = await newest('It is asked again: @omar took back their signature.');
    expect(ask.rendered).toContain('@lena or @omar (SRE): please review');
    expect(ask.rendered).toContain('signed: @tom (QA lead); still needed: SRE');
  });

  it('stands once its stage is closed', async () => {
    await signs('tom');
    await signs('omar');
    await on.happens(id, completed('ci'), completed('issues'));
    await on.settle(id);
    const omar = person('omar');
    await omar.clicks('Take back my signature…', await on.card(id));
    await omar.sees('modal', 'Take back my signature');
    await omar.fills({ Comment: 'Too late' });
    await on.happens(id, completed('tagged', { tag: 'v1.5.0', sha: sha('a') }));
    expect((await omar.submits()).errors).toEqual({
      Comment:
        'The stage “Candidate” is closed, so the signatures in it stand. Pause the release to stop it before its next step, or have it cancelled.',
    });
    await omar.closes();
    await on.settle(id);
    expect((await card())?.rendered).not.toContain('Take back');
  });

  it('of an earlier commit shows what moved since, to who gave it', async () => {
    await signs('lena');
    const maria = person('maria');
    await maria.types(home, `/release repin ${component} A typo`);
    expect(await maria.sees('modal', 'releases what its branch holds now')).toContain('A typo');
    await maria.closes({ all: true });
    await maria.types(home, `/release details ${component}`);
    await maria.sees('modal', 'Candidate');
    await maria.clicks('Pin anew…', { in: 'modal' });
    await maria.sees('modal', 'releases what its branch holds now');
    await maria.fills({ 'Why? Everybody in the thread reads it.': 'A crash at sign-in' });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    await maria.closes({ all: true });
    await on.settle(id);
    await maria.sees(home, '@lena: what you decided for `aaaaaaa` is void');
    const news = { previous: sha('a'), head: sha('b'), sha: sha('b'), news: 'bbbbbbb fix: the crash by ben-w' };
    await on.happens(id, completed('candidate', { ...facts, ...news }));
    await on.settle(id);
    await maria.sees(home, '• bbbbbbb fix: the crash by ben-w');
    const { text = '' } = (await (await opens('lena')).modal()) ?? {};
    expect(text).toContain(
      `You signed \`aaaaaaa\`; since then: compare (https://github.com/acme/billing/compare/${sha('a')}...${sha('b')}) with \`bbbbbbb\``,
    );
    expect(text).toContain('• bbbbbbb fix: the crash by ben-w');
    await person('lena').closes();
    expect((await (await opens('tom')).modal())?.text).not.toContain('You signed');
  });
});

describe('break-glass', () => {
  it('is asked loudly, confirmed by a second person, and reviewed by a third before the release closes', async () => {
    await on.happens(id, red);
    await on.settle(id);
    const [maria, kenji, tom] = [person('maria'), person('kenji'), person('tom')];
    await tom.types(home, `/release break-glass ${component}`);
    await tom.sees(home, 'Only those who run this release may do that. Ask @maria.');
    await maria.types(home, `/release break-glass ${component}`);
    await maria.sees('modal', 'can be forced');
    await maria.fills({ 'Which check or sign-off?': 'CI', 'Why can it not wait? Everybody reads it.': 'Prod is down' });
    expect(await maria.submits()).toEqual({ kind: 'closed' });
    await on.settle(id);
    const loud = await newest(`🚨 Break-glass: @maria asks to force *CI* of *${component} 1.5.0*.`);
    expect(loud.rendered).toContain('@kenji: confirm only if you agree.');
    expect((await card())?.rendered).toContain('🚨 @maria asks to force it: “Prod is down” · @kenji may confirm');
    const at = { in: home, message: loud.ts };
    await maria.clicks('Confirm: force it', { ...at, confirm: true });
    await maria.sees(home, 'You asked for this yourself, so somebody else must confirm it. Ask @kenji.');
    await expect(kenji.clicks('Confirm: force it', at)).rejects.toThrow('asks to confirm: Force this step?');
    await kenji.clicks('Confirm: force it', { ...at, confirm: true });
    await kenji.sees(home, '🚨 *CI* is forced. Somebody else has to review it before the release closes.');
    await on.settle(id);
    const used = (await kenji.channel(home)).find((m) => m.ts === loud.ts);
    expect(used?.rendered).toMatch(
      /Break-glass, used: \*CI\* of .* was forced by @maria, confirmed by @kenji .*“Prod is down”/,
    );
    expect(used?.rendered).not.toContain('[Confirm');
    await newest('🚨 Forced by @maria, confirmed by @kenji: *CI* · “Prod is down”');
    expect((await card())?.rendered).toContain('🚨 Review: *CI* was forced · on @lena, @tom or @omar');
    expect((await card())?.rendered).toContain('[Close the review…]');

    await maria.types(home, `/release review ${component}`);
    await maria.sees(
      home,
      'You asked for this or confirmed it, so somebody else must review it. Ask @lena, @tom or @omar.',
    );
    await tom.types(home, `/release review ${component}`);
    await tom.sees('modal', 'Say what your review of it came to.');
    await tom.fills({ 'What did it come to? It goes into the record.': 'The test was flaky' });
    expect(await tom.submits()).toEqual({ kind: 'closed' });
    const release = await on.settle(id);
    expect(release.reviews).toMatchObject([{ step: 'ci', closed: { by: 'U0TOM', conclusion: 'The test was flaky' } }]);
    await tom.sees(home, '🔎 Reviewed by @tom: *CI*, which was forced · “The test was flaky”');
  });
});

describe('a deployment that others confirm', () => {
  it('starts after somebody else confirmed it by the dialog that names version and environment', async () => {
    await on.happens(
      id,
      completed('ci'),
      ...(['U0TOM', 'U0OMAR'] as const).map(
        (by): ReleaseEvent => ({ type: 'SignOffGiven', step: 'signed', by, decision: 'approve', subject: sha('a') }),
      ),
      completed('issues'),
      completed('tagged', { tag: 'v1.5.0', sha: sha('a') }),
    );
    await on.settle(id);
    const [maria, omar, tom] = [person('maria'), person('omar'), person('tom')];
    const at = await on.card(id);
    await maria.clicks('Deploy 1.5.0 to production', { ...at, confirm: true });
    await maria.sees(
      home,
      `🔐 The deployment of ${component} 1.5.0 to *production* waits to be confirmed: still needed: SRE.`,
    );
    await on.settle(id);
    const ask = await newest('🔐 @maria asks to deploy to *production*.');
    expect(ask.rendered).toContain(
      'Nothing starts before it is confirmed. @lena or @omar: please confirm · still needed: SRE',
    );
    expect((await card())?.rendered).toContain('on @lena or @omar');
    const button = 'Confirm: deploy 1.5.0 to production';
    await maria.clicks(button, { ...at, confirm: true });
    await maria.sees(home, 'You pressed Deploy, so somebody else must confirm it. Ask @lena or @omar.');
    await tom.clicks(button, { ...at, confirm: true });
    await tom.sees(home, 'Only the role SRE may confirm this. Ask @lena or @omar.');
    await expect(omar.clicks(button, at)).rejects.toThrow(
      `asks to confirm: Confirm the deployment of ${component} 1.5.0? / <@U0MARIA> asked to deploy this. *${component} 1.5.0* goes to *production*.`,
    );
    await omar.clicks(button, { ...at, confirm: true });
    await omar.sees(home, `🚀 ${component} 1.5.0 is being deployed to *production*.`);
    await on.settle(id);
    await omar.sees(home, '🔐 Confirmed by @omar (SRE): the deployment to *production*.');
  });
});

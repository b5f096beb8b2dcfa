import { expect, test } from 'vitest';
import { deviceFlowOn } from '../../src/adapters/github/device-flow.ts';
import { linkRig } from './link-rig.ts';

test('asks at the interval until the code is entered, links the account and says so, once', async () => {
  const rig = await linkRig();
  const { flow, userCode, deviceCode } = await rig.begins();
  await rig.looks(flow, 1);
  expect(await rig.questions()).toBe(0); // too soon: it only comes again
  await rig.looks(flow, 4);
  await rig.control.enterCode('maria-r', userCode);
  await rig.looks(flow);
  await rig.looks(flow);
  expect(rig.again).toEqual([4000, 5000]);
  expect(await rig.questions()).toBe(2);
  expect(await rig.links.of('U0MARIA')).toMatchObject({ login: 'maria-r', id: 101, current: true });
  expect(rig.told).toEqual([{ place: 'V1', text: expect.stringContaining('You are *maria-r* on GitHub') }]);
  expect(await rig.flows.byId(flow)).toBeUndefined();
  const token = /ghu_/;
  const { rows } = await rig.pool.query('select to_jsonb(l) as kept from github_link l');
  for (const kept of [JSON.stringify(rows), JSON.stringify(rig.logged), JSON.stringify(rig.told)]) {
    expect(kept).not.toMatch(token);
    expect(kept).not.toContain(deviceCode);
  }
});

test('asks more rarely when GitHub says so', async () => {
  const rig = await linkRig();
  const { flow, deviceCode, userCode } = await rig.begins();
  await rig.looks(flow);
  rig.later(4);
  await rig.ports.linking?.claim(deviceCode); // somebody else asks too soon: GitHub wants ten seconds between two from now on
  await rig.looks(flow, 1);
  expect(rig.again.at(-1)).toBe(15_000);
  await rig.control.enterCode('maria-r', userCode);
  await rig.looks(flow, 14);
  expect(await rig.links.of('U0MARIA')).toBeUndefined();
  await rig.looks(flow, 1);
  expect(await rig.links.of('U0MARIA')).toBeDefined();
});

test.each([
  ['declined', /declined at GitHub.*`\/ship link`/],
  ['expired', /ran out before it was entered/],
  ['disabled', /“Device Flow” is not enabled/],
  ['switched off here', /“Device Flow” is not enabled/],
  ['forgotten by GitHub', /does not know the code any more/],
  ['of another client', /correct `GITHUB_CLIENT_ID`/],
] as const)('a code that is %s ends it with its sentence', async (what, sentence) => {
  const rig = await linkRig();
  const { server } = rig;
  const { flow, userCode, deviceCode } = await rig.begins();
  if (what === 'declined') await rig.control.enterCode('maria-r', userCode, false);
  if (what === 'disabled') await rig.control.deviceFlow(false);
  if (what === 'forgotten by GitHub') {
    await rig.control.enterCode('maria-r', userCode);
    await rig.ports.linking?.claim(deviceCode); // whoever took it first has used it up
  }
  const other = deviceFlowOn({ webUrl: server.url, apiUrl: server.url, clientId: 'Iv1.other' });
  const change =
    what === 'switched off here' ? { linking: undefined } : what === 'of another client' ? { linking: other } : {};
  await rig.looks(flow, what === 'expired' ? 900 : 5, change);
  expect(rig.told).toEqual([{ place: 'V1', text: expect.stringMatching(sentence) }]);
  expect(await rig.links.all()).toEqual([]);
  expect(await rig.flows.byId(flow)).toBeUndefined();
});

test('a lost answer that told nothing is asked for again', async () => {
  const rig = await linkRig();
  const { flow, userCode } = await rig.begins();
  await rig.control.fault({ kind: '502-after-write', path: /access_token/ });
  await rig.looks(flow);
  await rig.control.enterCode('maria-r', userCode);
  await rig.looks(flow);
  expect(await rig.links.of('U0MARIA')).toMatchObject({ login: 'maria-r' });
});

test.each(['reset-after', '502-after-write'] as const)(
  'of a lost answer with the token (%s) the person is told',
  async (kind) => {
    const rig = await linkRig();
    const { flow, userCode } = await rig.begins();
    await rig.control.enterCode('maria-r', userCode);
    await rig.control.fault({ kind, path: /access_token/ });
    await rig.looks(flow);
    expect(rig.told).toEqual([]);
    await rig.looks(flow);
    expect(rig.told).toEqual([{ place: 'V1', text: expect.stringContaining("GitHub's answer got lost on its way") }]);
    expect(await rig.links.all()).toEqual([]);
  },
);

test('a worker that dies while it asks leaves enough for the next one to tell', async () => {
  const rig = await linkRig();
  const { flow, userCode } = await rig.begins();
  await rig.control.enterCode('maria-r', userCode);
  const dies = {
    async claim(deviceCode: string): Promise<never> {
      await rig.ports.linking?.claim(deviceCode); // the answer came, and nobody was there to keep it
      throw new Error('killed');
    },
  };
  await rig.looks(flow, 5, { linking: dies });
  await rig.looks(flow);
  expect(rig.told).toEqual([{ place: 'V1', text: expect.stringContaining('got lost on its way') }]);
});

test('a worker that dies after it linked leaves the telling to the next one', async () => {
  const rig = await linkRig();
  const { flow, userCode } = await rig.begins();
  await rig.control.enterCode('maria-r', userCode);
  const killed = async (): Promise<never> => {
    throw new Error('killed');
  };
  await rig.looks(flow, 5, { spread: killed });
  expect(rig.told).toEqual([]);
  expect((await rig.flows.byId(flow))?.deviceCode).toBe(''); // used up, and gone
  expect(await rig.flows.due(rig.now())).toEqual([flow]); // the sweep finds it
  await rig.looks(flow, 0);
  expect(rig.told).toEqual([{ place: 'V1', text: expect.stringContaining('You are *maria-r*') }]);
  expect(await rig.links.all()).toHaveLength(1);
});

test('of two codes of one person only the newer counts', async () => {
  const rig = await linkRig();
  const first = await rig.begins('U0MARIA', 'V1');
  const second = await rig.begins('U0MARIA', 'V2');
  await rig.control.enterCode('tom-h', first.userCode);
  await rig.looks(first.flow);
  expect(await rig.links.all()).toEqual([]);
  await rig.control.enterCode('maria-r', second.userCode);
  await rig.looks(second.flow, 0);
  expect(await rig.links.of('U0MARIA')).toMatchObject({ login: 'maria-r' });
});

test('one that is replaced while GitHub answers links nobody', async () => {
  const rig = await linkRig();
  const first = await rig.begins();
  await rig.control.enterCode('tom-h', first.userCode);
  const overtaken = {
    async claim(deviceCode: string) {
      const claimed = await rig.ports.linking?.claim(deviceCode);
      await rig.begins();
      return claimed ?? { kind: 'pending' as const };
    },
  };
  await rig.looks(first.flow, 5, { linking: overtaken });
  expect(await rig.links.all()).toEqual([]);
  expect(rig.told).toEqual([]);
});

test('a GitHub account belongs to one person', async () => {
  const rig = await linkRig();
  const marias = await rig.begins('U0MARIA');
  await rig.control.enterCode('maria-r', marias.userCode);
  await rig.looks(marias.flow);
  const toms = await rig.begins('U0TOM', 'V2');
  await rig.control.enterCode('maria-r', toms.userCode);
  await rig.looks(toms.flow);
  expect(rig.told.at(-1)?.text).toContain('linked to another person of this workspace already');
  expect(await rig.links.of('U0TOM')).toBeUndefined();
  await rig.links.unlink('U0MARIA', rig.now());
  const again = await rig.begins('U0TOM', 'V3');
  await rig.control.enterCode('maria-r', again.userCode);
  await rig.looks(again.flow);
  expect(await rig.links.of('U0TOM')).toMatchObject({ id: 101 });
});

test('a changed login is found by the number of the account, and another account replaces the first', async () => {
  const rig = await linkRig();
  const link = async (login: string): Promise<void> => {
    const { flow, userCode } = await rig.begins('U0TOM');
    await rig.control.enterCode(login, userCode);
    await rig.looks(flow);
  };
  await link('tom-h');
  await rig.control.renameAccount('tom-h', 'tom-hughes');
  await link('tom-hughes');
  expect(await rig.links.all()).toMatchObject([{ login: 'tom-hughes', id: 103, current: true }]);
  expect(rig.told.at(-1)?.text).toContain('slipway.yml says that you are tom-of-old');
  await link('maria-r');
  expect(await rig.links.all()).toMatchObject([
    { login: 'tom-hughes', id: 103, current: false },
    { login: 'maria-r', id: 101, current: true },
  ]);
});

test('who has closed the form is told in the channel; where that cannot be, nothing hangs', async () => {
  const rig = await linkRig();
  rig.slack.modal = false;
  const first = await rig.begins();
  await rig.control.enterCode('maria-r', first.userCode);
  await rig.looks(first.flow);
  expect(rig.told).toEqual([{ place: 'C0BACKEND U0MARIA', text: expect.stringContaining('You are *maria-r*') }]);
  rig.slack.inChannel = false;
  const second = await rig.begins();
  await rig.looks(second.flow, 900);
  expect(await rig.flows.byId(second.flow)).toBeUndefined();
  expect(rig.logged).toEqual([expect.stringContaining('could not be told')]);
});

test('a code that GitHub confirms without saying whose it is links nobody', async () => {
  const rig = await linkRig();
  const { flow, userCode } = await rig.begins();
  await rig.control.enterCode('maria-r', userCode);
  await rig.control.fault({ kind: '5xx', path: '^/user$' });
  await rig.looks(flow);
  expect(rig.told).toEqual([{ place: 'V1', text: expect.stringContaining('did not say who you are') }]);
  expect(await rig.links.all()).toEqual([]);
});

test('two workers at once ask once', async () => {
  const rig = await linkRig();
  const { flow, userCode } = await rig.begins();
  await rig.control.enterCode('maria-r', userCode);
  rig.later(5);
  await Promise.all([rig.looks(flow, 0), rig.looks(flow, 0)]);
  expect(await rig.questions()).toBe(1);
  expect(rig.told).toHaveLength(1);
});

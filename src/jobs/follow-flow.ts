import type { ModalView } from '@slack/types';
import { Outage, RefusedOutside } from '../release/outside-errors.ts';
import { section } from '../views/blocks.ts';
import { linkEndedModal } from '../views/link-modal.ts';
import { linkOutcomeText } from '../views/link-texts.ts';
import type { MessageView } from '../views/message.ts';
import type { Log } from './log.ts';

type Outcome = Parameters<typeof linkOutcomeText>[0]['outcome'];

interface Flow {
  readonly flow: string;
  readonly person: string;
  readonly deviceCode: string;
  readonly intervalSeconds: number;
  readonly nextAt: Date;
  readonly expiresAt: Date;
  readonly view: string;
  readonly channel: string | undefined;
  readonly asking: boolean;
  readonly outcome: Outcome | undefined;
  readonly login: string | undefined;
}

type Claimed =
  | { readonly kind: 'pending' }
  | { readonly kind: 'slow-down'; readonly intervalSeconds: number | undefined }
  | { readonly kind: 'account'; readonly id: number; readonly login: string }
  | { readonly kind: 'unread'; readonly because: string }
  | { readonly kind: 'refused'; readonly why: Exclude<Outcome, 'linked' | 'taken' | 'lost' | 'unread'> };

export interface FollowPorts {
  readonly flows: {
    byId(flow: string): Promise<Flow | undefined>;
    asks(flow: string, nextAt: Date): Promise<void>;
    waits(flow: string, nextAt: Date, intervalSeconds: number): Promise<void>;
    ends(flow: string, outcome: Outcome, now: Date): Promise<void>;
    link(flow: string, account: { readonly id: number; readonly login: string }, at: Date): Promise<void>;
    forget(flow: string): Promise<void>;
  };
  /** Undefined where linking was switched off meanwhile. `claim` throws Outage. */
  readonly linking: { claim(deviceCode: string): Promise<Claimed> } | undefined;
  readonly slack: {
    update(shown: { readonly id: string }, view: ModalView): Promise<{ readonly kind: 'updated' | 'stale' }>;
    ephemeral(to: { readonly channel: string; readonly person: string; readonly message: MessageView }): Promise<void>;
  };
  /** Runs the work only while nobody else holds the key, in any process. */
  hold(key: string, work: () => Promise<void>): Promise<unknown>;
  /** Has this done again after so many milliseconds. */
  again(flow: string, delayMs: number): void;
  /** Has running releases record the links that they do not know. */
  spread(): Promise<void>;
  /** The login that slipway.yml has for a person. */
  inFile(person: string): string | undefined;
  readonly command: string;
  readonly log: Log;
  now(): Date;
}

const slowedBySeconds = 5; // what GitHub adds to the interval of who asks too soon

/** Where the code was shown; who has closed that reads it in the channel, alone. */
async function tell(ports: FollowPorts, flow: Flow, outcome: Outcome): Promise<void> {
  const { slack, log, command } = ports;
  const { person, channel, view, login } = flow;
  const text = linkOutcomeText({ outcome, login }, command, ports.inFile(person)).trim();
  if ((await slack.update({ id: view }, linkEndedModal(text))).kind === 'updated' || channel === undefined) return;
  try {
    await slack.ephemeral({ channel, person, message: { text, blocks: [section(...text.split('\n'))] } });
  } catch (error) {
    if (!(error instanceof RefusedOutside)) throw error; // Slipway is not in that channel, or the person is not any more
    log.warn({ err: error, person, outcome }, 'a person could not be told how linking ended; the word says it');
  }
}

async function finish(ports: FollowPorts, flow: Flow, outcome: Outcome): Promise<void> {
  if (outcome === 'linked') await ports.spread();
  await tell(ports, flow, outcome);
  await ports.flows.forget(flow.flow);
}

/** Asks GitHub once. The question is noted before it is asked: whoever comes after a lost answer knows that there was one. */
async function ask(ports: FollowPorts, flow: Flow): Promise<Claimed | 'lost'> {
  const { linking, flows, now } = ports;
  if (linking === undefined) return { kind: 'refused', why: 'disabled' };
  await flows.asks(flow.flow, new Date(now().getTime() + flow.intervalSeconds * 1000));
  try {
    return await linking.claim(flow.deviceCode);
  } catch (error) {
    if (error instanceof Outage) return 'lost';
    throw error;
  }
}

async function follow(ports: FollowPorts, id: string): Promise<void> {
  const { flows, now } = ports;
  const flow = await flows.byId(id);
  if (flow === undefined) return; // told already, taken back, or another one took its place
  if (flow.outcome !== undefined) return await finish(ports, flow, flow.outcome);
  const end = async (outcome: Outcome): Promise<void> => {
    await flows.ends(id, outcome, now());
    await finish(ports, flow, outcome);
  };
  if (now() >= flow.expiresAt) return await end('expired');
  if (now() < flow.nextAt) return ports.again(id, flow.nextAt.getTime() - now().getTime());
  const wait = async (seconds: number): Promise<void> => {
    await flows.waits(id, new Date(now().getTime() + seconds * 1000), seconds);
    ports.again(id, seconds * 1000);
  };
  const claimed = await ask(ports, flow);
  if (claimed === 'lost') return ports.again(id, flow.intervalSeconds * 1000);
  switch (claimed.kind) {
    case 'pending':
      return await wait(flow.intervalSeconds);
    case 'slow-down':
      return await wait(claimed.intervalSeconds ?? flow.intervalSeconds + slowedBySeconds);
    case 'account': {
      await flows.link(id, claimed, now());
      const after = await flows.byId(id);
      return after?.outcome === undefined ? undefined : await finish(ports, after, after.outcome);
    }
    case 'unread':
      ports.log.warn({ flow: id, person: flow.person, because: claimed.because }, 'a linked account was not read');
      return await end('unread');
    case 'refused':
      return await end(claimed.why === 'unknown' && flow.asking ? 'lost' : claimed.why);
  }
}

/**
 * Looks after one device flow: asks GitHub at its interval whether the person has entered the code, links the account, and
 * tells the person how it ended. One worker at a time; whoever comes after a crash goes on where the store says it was.
 * Never rejects: what fails is logged, without any code, and tried again by the sweep.
 */
export async function followFlow(ports: FollowPorts, flow: string): Promise<void> {
  try {
    await ports.hold(`device-flow/${flow}`, () => follow(ports, flow));
  } catch (error) {
    ports.log.error({ err: error, flow }, 'linking waits; the sweep goes on with it');
  }
}

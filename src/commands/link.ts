import { Outage } from '../release/outside-errors.ts';
import type { SlipwayFile } from '../slipway-file.ts';
import { actionIds } from '../views/action-ids.ts';
import { inertLine } from '../views/escape.ts';
import { askingModal, codeLines, codeModal, linkEndedModal, type ShownCode } from '../views/link-modal.ts';
import { linkingOff, noCode } from '../views/link-texts.ts';
import type { StartPorts } from './start-ports.ts';
import type { ActionContext, Story } from './story.ts';
import type { Word, WordContext } from './word.ts';

interface Begun {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
}

interface Ports {
  readonly links: {
    of(person: string): Promise<{ readonly login: string } | undefined>;
    unlink(person: string, at: Date): Promise<{ readonly login: string } | undefined>;
  };
  readonly flows: {
    begin(flow: {
      readonly person: string;
      readonly deviceCode: string;
      readonly intervalSeconds: number;
      readonly nextAt: Date;
      readonly expiresAt: Date;
      readonly view: string;
      readonly channel: string | undefined;
    }): Promise<string>;
    stop(person: string): Promise<void>;
  };
  /** Undefined where no client id is set. `begin` throws Outage. */
  readonly linking:
    | { begin(): Promise<({ readonly kind: 'begun' } & Begun) | { readonly kind: 'refused'; readonly why: string }> }
    | undefined;
  /** Has GitHub asked about a flow after so long. Best effort: what it loses, the sweep finds. */
  followFlow(flow: string, delayMs: number): void;
  readonly modals: StartPorts['modals'];
  slipway(): SlipwayFile;
  now(): Date;
}

type Asking = Pick<WordContext | ActionContext, 'person' | 'open'> & {
  readonly channel: string | undefined;
  readonly tell: (text: string) => Promise<void>;
};

/** Keeps the flow and has it followed; a code that the person was given before counts no more. */
async function keep(ports: Ports, { person, channel }: Asking, begun: Begun, view: string): Promise<ShownCode> {
  const { deviceCode, userCode, verificationUri, intervalSeconds, expiresInSeconds } = begun;
  const inSeconds = (seconds: number): Date => new Date(ports.now().getTime() + seconds * 1000);
  const expiresAt = inSeconds(expiresInSeconds);
  const nextAt = inSeconds(intervalSeconds);
  const flow = await ports.flows.begin({
    ...{ person, deviceCode, intervalSeconds, nextAt, expiresAt, view, channel },
  });
  ports.followFlow(flow, intervalSeconds * 1000);
  return { person, userCode, verificationUri, expiresAt, zone: ports.slipway()['time-zone'] };
}

/** Opens the modal at once, and fills it as GitHub answers; who has closed it meanwhile reads the same in the channel, alone. */
async function link(ports: Ports, asking: Asking): Promise<void> {
  const { linking } = ports;
  if (linking === undefined) return await asking.tell(linkingOff);
  const linked = await ports.links.of(asking.person);
  const opened = await asking.open(askingModal(linked?.login));
  if (opened.kind === 'expired') return;
  const show = async (view: ReturnType<typeof askingModal>, text: string): Promise<void> => {
    if ((await ports.modals.update({ id: opened.id }, view)).kind === 'stale') await asking.tell(text);
  };
  const begun = await linking.begin().catch((error: unknown) => {
    if (error instanceof Outage) return { kind: 'away' as const };
    throw error;
  });
  if (begun.kind !== 'begun') {
    const why = begun.kind === 'away' ? noCode.away : begun.why === 'disabled' ? noCode.disabled : noCode.refused;
    return await show(linkEndedModal(why), why);
  }
  const code = await keep(ports, asking, begun, opened.id);
  await show(codeModal(code), codeLines(code).join('\n'));
}

async function unlink(ports: Ports, person: string): Promise<string> {
  await ports.flows.stop(person);
  const link = await ports.links.unlink(person, ports.now());
  const inFile = ports.slipway().people[person]?.github;
  const now =
    inFile === undefined
      ? 'Nothing says any more who you are on GitHub.'
      : `What slipway.yml says of you counts again: ${inertLine(inFile, 60)}.`;
  if (link === undefined) return `You have not linked a GitHub account, so nothing was taken back. ${now}`;
  return `*${inertLine(link.login, 60)}* is no longer linked to you. ${now} Releases that run keep what they know, and what that account wrote still counts as yours.`;
}

/** People confirm at GitHub which account is theirs, by a code, or take that back: `/release link`, `/release unlink`. */
export function linkStory(ports: Ports): Story {
  const linkWord: Word = {
    word: 'link',
    usage: 'link',
    says: 'Links your GitHub account, confirmed at GitHub by a code.',
    run: ({ person, channel, respond, open }) => link(ports, { person, channel, open, tell: (text) => respond(text) }),
  };
  const unlinkWord: Word = {
    word: 'unlink',
    usage: 'unlink',
    says: 'Takes the link to your GitHub account back.',
    run: async ({ person, respond }) => await respond(await unlink(ports, person)),
  };
  return {
    words: [linkWord, unlinkWord],
    actions: {
      [actionIds.link]: ({ person, message, respond, open, push, view }) =>
        link(ports, { person, channel: message?.channel, open: view === undefined ? open : push, tell: respond }),
    },
  };
}

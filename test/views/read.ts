import type { HomeView, ModalView } from '@slack/types';
import { expect } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/block-kit/message-blocks.ts';
import { written } from '../../sandbox/slack/block-kit/refusals.ts';
import { readView } from '../../sandbox/slack/block-kit/view-payload.ts';
import { declaration } from '../../sandbox/slack/manifest.ts';
import { readBlocks } from '../../sandbox/slack/shown/blocks.ts';
import { readMrkdwn } from '../../sandbox/slack/shown/mrkdwn.ts';
import { carryOver } from '../../sandbox/slack/state/input-state.ts';
import { createWorkspace } from '../../sandbox/slack/state/workspace.ts';
import { slackWorld } from '../../sandbox/slack/world.ts';
import { workspace as acme } from '../../sandbox/workspace.ts';
import type { MessageView } from '../../src/views/message.ts';

const workspace = createWorkspace(slackWorld.parse(acme), declaration(undefined), () =>
  Date.parse('2026-11-20T05:00:00Z'),
);

function reader(name: string) {
  const person = [...workspace.people.values()].find((p) => p.name === name);
  if (person === undefined) throw new Error(`Nobody is called ${name}.`);
  return { workspace, person };
}

/** Slack's verdict on a message: its errors, none where it would be posted. */
export function flawsOfMessage({ blocks, text }: MessageView): readonly string[] {
  const read = readMessageBlocks(blocks);
  const tooLong = text.length > 4000 ? ['msg_too_long'] : []; // chat.update
  return 'blocks' in read ? tooLong : [read.error, ...read.flaws.map(written), ...tooLong];
}

/** Slack's verdict on a modal. */
export function flawsOfModal(view: ModalView): readonly string[] {
  const read = readView(view, 'modal');
  return 'view' in read ? [] : [read.error, ...read.flaws.map(written)];
}

/** Slack's verdict on a Home. */
export function flawsOfHome(view: HomeView): readonly string[] {
  const read = readView(view, 'home');
  return 'view' in read ? [] : [read.error, ...read.flaws.map(written)];
}

/** What a person reads of their Home. */
export function homeAs(name: string, view: HomeView): string {
  const read = readView(view, 'home');
  expect(flawsOfHome(view)).toEqual([]);
  return 'view' in read ? readBlocks(reader(name), read.view.blocks, carryOver(read.view.blocks, undefined)) : '';
}

/** What a person reads of a message, its notification first. */
export function messageAs(name: string, message: MessageView): string {
  const read = readMessageBlocks(message.blocks);
  expect(flawsOfMessage(message)).toEqual([]);
  const body = 'blocks' in read ? readBlocks(reader(name), read.blocks, carryOver(read.blocks, undefined)) : '';
  return `(${readMrkdwn(reader(name), message.text)})\n${body}`;
}

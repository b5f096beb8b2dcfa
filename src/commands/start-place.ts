import { nearest } from '../release/nearest.ts';
import { type BumpKind, bumpKind } from '../release/playbook.ts';
import type { SlipwayFile } from '../slipway-file.ts';
import { inertLine } from '../views/escape.ts';

/** What a line such as `/release start billing minor` asks for; the component is one that lives in the channel. */
export type Place =
  | {
      readonly kind: 'here';
      readonly component: string;
      /** All components of the channel. */
      readonly components: readonly string[];
      readonly bump: BumpKind | undefined;
      /** An earlier release is to be patched. */
      readonly hotfix: boolean;
    }
  /** Mrkdwn: why not here, and where. */
  | { readonly kind: 'refused'; readonly sentence: string };

interface Line {
  readonly command: string;
  readonly channel: string;
  readonly args: readonly string[];
}

const mostNamed = 10;
const hotfixWord = 'hotfix';

function homes({ components }: SlipwayFile): string {
  const named = Object.entries(components).map(([name, { channel }]) => `${name} in <#${channel}>`);
  const more = named.length > mostNamed ? `, and ${named.length - mostNamed} more` : '';
  return `${named.slice(0, mostNamed).join(', ')}${more}`;
}

/** The components that live in a channel. */
export function componentsIn({ components }: SlipwayFile, channel: string): readonly string[] {
  return Object.keys(components).filter((name) => components[name]?.channel === channel);
}

function notUnderstood(word: string, { command }: Line, { components }: SlipwayFile): string {
  const meant = nearest(word, [...Object.keys(components), ...bumpKind.options, hotfixWord]);
  const hint =
    meant === undefined
      ? `Write \`${command} start [component] [patch|minor|major|hotfix]\`.`
      : `Did you mean \`${command} start ${meant}\`?`;
  return `Slipway knows no component or kind of version “${inertLine(word, 60)}”. ${hint}`;
}

/** Where a start is asked for, and of what. */
export function placeOf(line: Line, slipway: SlipwayFile): Place {
  const refused = (sentence: string): Place => ({ kind: 'refused', sentence });
  const { command, channel, args } = line;
  const bump = args.map((arg) => bumpKind.safeParse(arg.toLowerCase()).data).find((found) => found !== undefined);
  const names = args.filter((arg) => !bumpKind.safeParse(arg.toLowerCase()).success);
  const isHotfix = (arg: string) => arg.toLowerCase() === hotfixWord && slipway.components[arg] === undefined;
  const hotfix = names.some(isHotfix);
  const wanted = names.filter((arg) => !isHotfix(arg));
  const stranger = wanted.find((name) => slipway.components[name] === undefined);
  if (stranger !== undefined) return refused(notUnderstood(stranger, line, slipway));
  if (channel.startsWith('D'))
    return refused(
      `A release is started where its component lives, not in a direct message: ${homes(slipway)}. Type \`${command} start\` there.`,
    );
  const [first] = wanted;
  const home = first === undefined ? undefined : slipway.components[first]?.channel;
  if (home !== undefined && home !== channel)
    return refused(`${first} lives in <#${home}>. Type \`${command} start ${first}\` there.`);
  const here = componentsIn(slipway, channel);
  const components = hotfix ? here.filter((name) => slipway.components[name]?.hotfix !== undefined) : here;
  const component = first ?? components[0];
  if (hotfix && here.length > 0 && (component === undefined || slipway.components[component]?.hotfix === undefined))
    return refused(
      `slipway.yml has no hotfix: for ${component ?? 'a component of this channel'}: the playbook by which an earlier release is patched, such as release-please-hotfix. Add it there; or \`${command} start${first === undefined ? '' : ` ${first}`} patch\` releases what is new.`,
    );
  if (component === undefined)
    return refused(
      `No component lives in this channel. Start releases here: ${homes(slipway)}. Or put this channel's id (${channel}) under a component in slipway.yml.`,
    );
  return { kind: 'here', component, components, bump, hotfix };
}

/** What stands in the way of running a release in a channel. */
export type ChannelStanding = 'fine' | 'archived' | 'shared' | 'unseen';

const standings: Readonly<Record<Exclude<ChannelStanding, 'fine'>, string>> = {
  archived:
    'This channel is archived, so its release could tell nobody anything. Unarchive it, or put another channel into slipway.yml.',
  shared:
    'This channel is shared with another organisation (Slack Connect), whose people would see the release and its buttons. Put a channel of this workspace alone into slipway.yml.',
  unseen:
    'Slipway is not in this channel, so it cannot post the release card. Invite it: `/invite @slipway`, then start again.',
};

/** Why no release may run in this channel; undefined when it may. Mrkdwn. */
export function channelRefusal(standing: ChannelStanding | undefined): string | undefined {
  return standing === undefined || standing === 'fine' ? undefined : standings[standing];
}

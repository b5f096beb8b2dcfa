import { BlockList, isIP } from 'node:net';

/** What an address belongs to: anybody's internet, a network of one's own, or what no check has any business with. */
export type AddressRange = 'public' | 'private' | 'never';

type Subnet = readonly [address: string, prefix: number];

function listOf(ipv4: readonly Subnet[], ipv6: readonly Subnet[]): BlockList {
  const list = new BlockList(); // judges ::ffff:10.0.0.1 by the rules of 10.0.0.1
  for (const [address, prefix] of ipv4) list.addSubnet(address, prefix, 'ipv4');
  for (const [address, prefix] of ipv6) list.addSubnet(address, prefix, 'ipv6');
  return list;
}

/** Of one machine or one organisation, by IANA's registries of special addresses. */
const own = listOf(
  [
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
  ],
  [
    ['::1', 128],
    ['fc00::', 7],
    ['fec0::', 10],
  ],
);

/** Unspecified, multicast, reserved; link-local and what else clouds hand out credentials at; IPv4 wrapped in IPv6 so that it cannot be judged. */
const never = listOf(
  [
    ['0.0.0.0', 8],
    ['100.100.100.200', 32],
    ['168.63.129.16', 32],
    ['169.254.0.0', 16],
    ['192.0.0.192', 32],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
  [
    ['::', 128],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['2001::', 32],
    ['2002::', 16],
    ['::ffff:0:0:0', 96],
    ['fd00:ec2::', 32],
    ['fd20:ce::', 32],
    ['fd00:c1::', 32],
    ['fe80::', 10],
    ['ff00::', 8],
  ],
);

/** `::127.0.0.1`, which is nothing today; `::1` is in it. */
const compatible = listOf([], [['::', 96]]);

/** The range of an address as a resolver or a socket says it. What is no address belongs to nobody. */
export function rangeOf(address: string): AddressRange {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const version = isIP(bare);
  if (version === 0) return 'never';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (never.check(bare, family)) return 'never';
  if (compatible.check(bare, family) && !own.check(bare, family)) return 'never';
  return own.check(bare, family) ? 'private' : 'public';
}

import type { SlackWorld } from '../../../sandbox/slack/world.ts';

/** A workspace of four people, one outsider and a few channels. */
export const smallWorld: SlackWorld = {
  team: { id: 'T0ACME', domain: 'acme', name: 'Acme' },
  people: [
    { id: 'U0MARIA', name: 'maria', realName: 'Maria Rossi', tz: 'Europe/Rome', isAdmin: true },
    { id: 'U0KENJI', name: 'kenji', realName: 'Kenji Sato', tz: 'Asia/Tokyo' },
    { id: 'U0LEA', name: 'lea', realName: 'Lea Roth', isGuest: true },
    { id: 'U0GONE', name: 'gone', realName: 'Gone Long', deleted: true },
    { id: 'U0OUT', name: 'outsider', realName: 'Out Sider', teamId: 'T0OTHER' },
    { id: 'U0OTHERBOT', name: 'otherbot', realName: 'Other Bot', isBot: true },
  ],
  channels: [
    { id: 'C0DEV', name: 'dev', members: ['maria', 'kenji', 'outsider'] },
    { id: 'C0OPEN', name: 'open', members: ['maria'], botIn: false },
    { id: 'C0SECRET', name: 'secret', private: true, members: ['maria'], botIn: false },
    { id: 'C0TEAM', name: 'team', private: true, members: ['maria', 'kenji'] },
    { id: 'C0OLD', name: 'old', archived: true, members: ['maria'] },
  ],
  usergroups: [{ id: 'S0LEADS', handle: 'leads', members: ['maria'] }],
};

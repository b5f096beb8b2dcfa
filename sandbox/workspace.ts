import type { SlackWorld } from './slack/world.ts';

/** The workspace that tests, the demo and `npm run sandbox` play in. Its people have the GitHub logins of the local GitHub's seed. */
export const workspace: SlackWorld = {
  team: { id: 'T0SLIPWAY', domain: 'acme', name: 'Acme' },
  people: [
    { id: 'U0MARIA', name: 'maria', realName: 'Maria Rossi', tz: 'Europe/Rome' },
    { id: 'U0LENA', name: 'lena', realName: 'Lena Bauer', tz: 'Europe/Berlin' },
    { id: 'U0TOM', name: 'tom', realName: 'Tom Hughes', tz: 'Europe/London' },
    { id: 'U0OMAR', name: 'omar', realName: 'Omar Okafor', tz: 'Africa/Lagos' },
    { id: 'U0KENJI', name: 'kenji', realName: 'Kenji Sato', tz: 'Asia/Tokyo' },
    { id: 'U0SARA', name: 'sara', realName: 'Sara Lind', tz: 'Europe/Stockholm' },
    { id: 'U0ANA', name: 'ana', realName: 'Ana Duarte', tz: 'America/Sao_Paulo' },
    { id: 'U0BEN', name: 'ben', realName: 'Ben Walker', tz: 'America/New_York' },
    { id: 'U0GUEST', name: 'gus', realName: 'Gus Guest', isGuest: true },
    { id: 'U0GONE', name: 'gina', realName: 'Gina Gone', deleted: true },
    { id: 'U0OUTSIDE', name: 'olaf', realName: 'Olaf Outside', teamId: 'T0PARTNER' },
  ],
  channels: [
    {
      id: 'C0BACKEND',
      name: 'dev-backend-github',
      members: ['maria', 'lena', 'tom', 'omar', 'kenji', 'sara', 'ana', 'ben', 'gus'],
    },
    { id: 'C0CHANGELOG', name: 'changelog', members: ['maria', 'lena', 'tom', 'omar', 'kenji', 'sara', 'ana', 'ben'] },
    {
      id: 'C0PLATFORM',
      name: 'platform-releases',
      members: ['maria', 'lena', 'tom', 'omar', 'kenji', 'sara', 'ana', 'ben'],
    },
    {
      id: 'C0STOREFRONT',
      name: 'storefront-releases',
      members: ['maria', 'lena', 'tom', 'omar', 'kenji', 'sara', 'ana', 'ben'],
    },
    { id: 'C0RANDOM', name: 'random', members: ['maria', 'lena', 'ben'] },
    { id: 'C0ARCHIVED', name: 'old-releases', members: ['maria'], archived: true },
    { id: 'C0SHARED', name: 'with-partner', members: ['maria', 'olaf'], foreign: true },
  ],
  usergroups: [
    { id: 'S0LEADS', handle: 'backend-leads', name: 'Backend leads', members: ['lena', 'tom'] },
    { id: 'S0EMPTY', handle: 'nobody-yet', name: 'Nobody yet', members: [] },
  ],
};

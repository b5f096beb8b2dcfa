import type { PageOptions } from './page/start-page.ts';

/** Who plays what of the people whom the local Slack and the local GitHub both know, and the channel in which it begins. */
export const cast: { readonly people: PageOptions['cast']; readonly home: string } = {
  people: {
    U0MARIA: { title: 'Release manager', login: 'maria-r' },
    U0LENA: { title: 'Backend lead', login: 'lena-b' },
    U0TOM: { title: 'Backend lead', login: 'tom-h' },
    U0OMAR: { title: 'Operations', login: 'omar-o' },
    U0KENJI: { title: 'Operations', login: 'kenji-q' },
    U0SARA: { title: 'QA', login: 'sara-s' },
    U0ANA: { title: 'Developer', login: 'ana-d' },
    U0BEN: { title: 'Developer', login: 'ben-w' },
  },
  home: 'C0BACKEND',
};

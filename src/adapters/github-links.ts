import type pg from 'pg';

/** A Slack person's GitHub account, as they confirmed it at GitHub. */
export interface GitHubLink {
  readonly person: string;
  readonly login: string;
  /** GitHub's numeric id of the account: it stays when the login is changed. */
  readonly id: number;
  readonly linkedAt: Date;
  /** False of one that was taken back, or that another one replaced. */
  readonly current: boolean;
}

/** Links, and those of them that running releases have yet to record. */
export interface GitHubLinks {
  /** The current one of a person. */
  of(person: string): Promise<GitHubLink | undefined>;
  /** Every link that there is or was, oldest first. */
  all(): Promise<readonly GitHubLink[]>;
  /** Takes a person's link back; undefined where there is none. It stays known as one that was. */
  unlink(person: string, at: Date): Promise<GitHubLink | undefined>;
  toSpread(): Promise<readonly GitHubLink[]>;
  /** Every running release has it, and every later one reads it. */
  spread(link: GitHubLink): Promise<void>;
}

interface Row {
  readonly person: string;
  readonly login: string;
  /** A bigint: the driver hands it on as text. */
  readonly github_id: string;
  readonly linked_at: Date;
  readonly ended_at: Date | null;
}

function linkOf({ person, login, github_id, linked_at, ended_at }: Row): GitHubLink {
  return { person, login, id: Number(github_id), linkedAt: linked_at, current: ended_at === null };
}

/** The links in the store. */
export function githubLinks(pool: pg.Pool): GitHubLinks {
  const read = async (rest: string, values: unknown[] = []): Promise<readonly GitHubLink[]> => {
    const { rows } = await pool.query<Row>(`select * from github_link ${rest}`, values);
    return rows.map(linkOf);
  };
  return {
    of: async (person) => (await read('where person = $1 and ended_at is null', [person]))[0],
    all: () => read('order by nr'),
    async unlink(person, at) {
      const { rows } = await pool.query<Row>(
        'update github_link set ended_at = $2 where person = $1 and ended_at is null returning *',
        [person, at],
      );
      return rows.map(linkOf)[0];
    },
    toSpread: () => read('where not spread and ended_at is null order by nr'),
    async spread({ person, id, linkedAt }) {
      await pool.query(
        'update github_link set spread = true where person = $1 and github_id = $2 and linked_at = $3 and ended_at is null',
        [person, id, linkedAt],
      );
    },
  };
}

/** Links that keep what was read of them last, for whoever cannot wait. */
export function keptLinks(links: GitHubLinks): GitHubLinks & { known(): readonly GitHubLink[] } {
  let known: readonly GitHubLink[] = [];
  return {
    ...links,
    known: () => known,
    async all() {
      known = await links.all();
      return known;
    },
  };
}

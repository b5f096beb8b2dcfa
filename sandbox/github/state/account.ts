/** A person, a bot or an organisation. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
  readonly name: string;
  readonly email: string;
}

/** Who does something, and how: that decides rights, and whether workflows start from it. */
export interface Actor {
  readonly account: Account;
  readonly via: 'person' | 'app' | 'workflow';
  /** The id of the App, for commits of an installation and for statuses and checks pinned to an App. */
  readonly appId?: number;
}

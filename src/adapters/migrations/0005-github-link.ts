import { type Kysely, sql } from 'kysely';

/** Who is who on GitHub, confirmed from the GitHub side, and the device flows by which people confirm it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table github_link (
      nr        bigint generated always as identity primary key,
      person    text not null,
      github_id bigint not null,
      login     text not null,
      linked_at timestamptz(3) not null,
      ended_at  timestamptz(3),
      spread    boolean not null default false
    );
    comment on table github_link is 'kept for ever: who wrote something under a link that has ended wrote it nevertheless';
    comment on column github_link.spread is 'whether every release that ran when it was made has recorded it';
    create unique index one_link_a_person on github_link (person) where ended_at is null;
    create unique index one_person_a_github_account on github_link (github_id) where ended_at is null;
    create index github_link_to_spread on github_link (nr) where not spread and ended_at is null;

    create table device_flow (
      person           text primary key,
      flow             text not null unique,
      device_code      text not null,
      interval_seconds int not null,
      next_at          timestamptz(3) not null,
      expires_at       timestamptz(3) not null,
      view             text not null,
      channel          text,
      asking           boolean not null default false,
      outcome          text,
      login            text
    );
    comment on column device_flow.device_code is 'a secret of GitHub''s for 15 minutes; emptied with the outcome, gone with the row';
    comment on column device_flow.asking is 'GitHub was asked and its answer has not been read: it may have been the one that tells';
    comment on column device_flow.outcome is 'how it ended, until the person is told';
    create index device_flow_due on device_flow (next_at);
  `.execute(db);
  await sql`
    create function link_account(of_flow text, account bigint, its_login text, at timestamptz) returns text
    language plpgsql as $$
    declare
      claimant text;
      owner    text;
      came     text := 'linked';
    begin
      select device_flow.person into claimant from device_flow where flow = of_flow and device_flow.outcome is null for update;
      if claimant is null then return 'gone'; end if;
      begin
        select person into owner from github_link where github_id = account and ended_at is null for update;
        if owner = claimant then
          update github_link set login = its_login, spread = false, linked_at = at where github_id = account and ended_at is null;
        elsif owner is not null then
          came := 'taken';
        else
          update github_link set ended_at = at where person = claimant and ended_at is null;
          insert into github_link (person, github_id, login, linked_at) values (claimant, account, its_login, at);
        end if;
      exception when unique_violation then -- somebody else was quicker by a moment
        came := 'taken';
      end;
      update device_flow set outcome = came, login = its_login, device_code = '', next_at = at where flow = of_flow;
      return came;
    end $$;
  `.execute(db);
}

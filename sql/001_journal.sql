-- The duty log. One row for each entry, numbered without gaps, never changed: docs/journal.md.

create table duty.journal (
    seq        bigint primary key,
    at         timestamptz not null,
    kind       text collate "C" not null,
    subject    text collate "C",
    actor      text collate "C",
    post       text collate "C",
    key        text collate "C",
    body       json not null,
    hash       bytea not null,
    written_at timestamptz not null default clock_timestamp()
);

-- Each index costs time for each report: these three, and no more.
create index journal_subject on duty.journal (subject, seq) where subject is not null;
create index journal_at on duty.journal using brin (at);
create index journal_config on duty.journal (seq) where kind = 'config';

create function duty.journal_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'the duty log is never changed: % on duty.journal is refused', lower(tg_op)
        using errcode = 'insufficient_privilege',
              hint = 'An error is corrected by a later entry.';
end
$$;

create trigger journal_refuse before update or delete or truncate on duty.journal
    for each statement execute function duty.journal_refuse();

revoke update, delete, truncate on duty.journal from public, current_user;

comment on schema duty is 'A duty office: its log, and what is shown of it.';
comment on table duty.journal is
    'The duty log: everything that happened, in order. Rows are added by dutyd and never changed; each carries a hash over the one before it.';
comment on column duty.journal.seq is 'Number of the entry, from 1, without gaps.';
comment on column duty.journal.at is 'When the office took note of it, by the clock of dutyd.';
comment on column duty.journal.kind is 'What happened: report, note, ack, page, login and so on.';
comment on column duty.journal.subject is 'The incident it is about, as in 2026-000123.';
comment on column duty.journal.actor is 'The person who did it; null: the office by itself.';
comment on column duty.journal.post is 'The post that this person held at that moment.';
comment on column duty.journal.key is 'The client''s own name for the command, so that it is not done twice.';
comment on column duty.journal.body is 'What it says. The text is kept exactly as it was hashed.';
comment on column duty.journal.hash is
    'SHA-256 over the hash of the entry before and seq, at, kind, subject, actor, post, key, body.';
comment on column duty.journal.written_at is
    'When the database wrote the row. Later than "at" when the database was away. Not hashed.';

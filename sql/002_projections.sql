-- What is shown of the log to people who ask with SQL. Written together with the entries, and never
-- read to decide anything but which incidents are still live when dutyd starts.

create table duty.incident (
    id          text collate "C" primary key,
    state       text collate "C" not null,
    grade       smallint,
    class       text,
    place       text,
    text        text,
    drill       boolean not null,
    chain       text,
    step        smallint not null,
    reported_at timestamptz not null,
    reported_by text,
    acked_at    timestamptz,
    acked_by    text,
    closed_at   timestamptz,
    outcome     text,
    merged_into text collate "C",
    last_entry  bigint not null
) with (fillfactor = 85);

create index incident_live on duty.incident (id) where state in ('open', 'acked');

create table duty.page (
    id          bigint primary key,
    incident    text collate "C" not null,
    step        smallint not null,
    person      text not null,
    via         text,
    address     text,
    try         smallint,
    state       text collate "C" not null,
    queued_at   timestamptz not null,
    finished_at timestamptz,
    gateway     text,
    reason      text
) with (fillfactor = 85);

-- One row that dutyd updates when it needs a commit and has nothing to write: only a commit that
-- returns without a warning proves that a synchronous standby has all commits before it.
create table duty.heartbeat (
    id smallint primary key check (id = 1),
    at timestamptz not null
);
insert into duty.heartbeat (id, at) values (1, clock_timestamp());

comment on table duty.incident is 'Each incident as it stands, made from the entries of duty.journal.';
comment on column duty.incident.state is 'open, acked, closed or merged.';
comment on column duty.incident.grade is '1 (I, the worst) to 4 (IV); null: not known.';
comment on column duty.incident.step is 'Steps of the chain of command that have been done.';
comment on column duty.incident.acked_by is 'The person who answers for it.';
comment on column duty.incident.merged_into is 'The incident that speaks for this one.';
comment on column duty.incident.last_entry is 'Number of the last entry about it.';
comment on table duty.page is 'Each attempt to reach one person by one means, made from the entries of duty.journal.';
comment on column duty.page.id is 'Number of the entry that queued it.';
comment on column duty.page.state is 'queued, deferred, sent, failed or dropped.';
comment on column duty.page.gateway is 'The gateway''s own id for the message.';
comment on table duty.heartbeat is 'The last commit that was made only to know that commits are replicated.';

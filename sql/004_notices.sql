-- What people were told without an answer being asked for. Made of the entries of duty.journal by
-- duty.note_notices, in their transaction, for people who ask with SQL; dutyd itself reads it only at
-- its start, to find the notices that have no outcome yet.

create table duty.notice (
    id          bigint primary key,
    incident    text collate "C",
    person      text collate "C" not null,
    via         text,
    address     text,
    text        text,
    state       text collate "C" not null,
    queued_at   timestamptz not null,
    until_at    timestamptz,
    deferred    bigint,
    finished_at timestamptz,
    gateway     text,
    reason      text
);
create index notice_waiting on duty.notice (id) where finished_at is null;

create function duty.note_notices(first bigint, last bigint) returns void language sql as $$
    insert into duty.notice (id, incident, person, via, address, text, state, queued_at, until_at)
        select j.seq, j.subject, j.body->>'person', j.body->>'via', j.body->>'address',
            j.body->>'text', 'queued', j.at, (j.body->>'until')::timestamptz
        from duty.journal j
        where j.seq between first and last and j.kind = 'notice';

    update duty.notice n set deferred = d.seq, state = 'deferred', reason = d.reason
        from (select distinct on (j.body->>'page') (j.body->>'page')::bigint as id, j.seq,
                j.body->>'reason' as reason
            from duty.journal j
            where j.seq between first and last and j.kind = 'notice-deferred'
            order by j.body->>'page', j.seq desc) d
        where n.id = d.id and n.finished_at is null;

    update duty.notice n set finished_at = f.at, state = f.state, reason = f.reason,
            gateway = f.gateway
        from (select distinct on (j.body->>'page') (j.body->>'page')::bigint as id, j.at,
                substr(j.kind, 8) as state, j.body->>'reason' as reason,
                j.body->>'gateway' as gateway
            from duty.journal j
            where j.seq between first and last
                and j.kind in ('notice-sent', 'notice-failed', 'notice-dropped')
            order by j.body->>'page', j.seq) f
        where n.id = f.id and n.finished_at is null
$$;

comment on table duty.notice is 'What people were told without an answer being asked for.';
comment on column duty.notice.id is 'Number of the entry that queued it.';
comment on column duty.notice.state is 'queued, deferred, sent, failed or dropped.';
comment on column duty.notice.until_at is 'Not sent by then, it is dropped.';
comment on column duty.notice.deferred is 'The entry that says that it is to be tried again.';
comment on column duty.incident.last_entry is 'Number of the last entry about it that is no notice.';

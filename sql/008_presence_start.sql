-- What dutyd reads at its start of who is where, and the orders that stand for all shifts.

-- Of few rows each: roll calls, free entries.
create index journal_rollcall on duty.journal (seq) where kind = 'rollcall';
create index journal_log on duty.journal (at) where kind = 'log';

create table duty.standing (
    entry     bigint primary key,
    at        timestamptz not null,
    by_person text collate "C",
    until_at  timestamptz,
    text      text,
    end_entry bigint
);
create index standing_open on duty.standing (entry) where end_entry is null;

create function duty.note_standing(first bigint, last bigint) returns void language sql as $$
    insert into duty.standing (entry, at, by_person, until_at, text)
        select j.seq, j.at, j.actor, (j.body->>'until')::timestamptz, j.body->>'text'
        from duty.journal j
        where j.seq between first and last and j.kind = 'standing' and j.body->>'of' is null;

    update duty.standing s set end_entry = j.seq
        from duty.journal j
        where j.seq between first and last and j.kind = 'standing'
            and s.entry = (j.body->>'of')::bigint
$$;

comment on table duty.standing is 'Orders that stand for all shifts, made with STANDING.';
comment on column duty.standing.until_at is 'Null: until it is ended.';
comment on column duty.standing.end_entry is 'The entry that ended it.';

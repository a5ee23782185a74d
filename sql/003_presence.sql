-- Who was at which post, who handed it over to whom, reliefs. Made of the entries of duty.journal by
-- duty.note_presence, in their transaction, for people who ask with SQL; dutyd itself reads them only
-- at its start, to find the entries that still matter.

create table duty.shift (
    entry     bigint primary key,
    post      text collate "C" not null,
    person    text collate "C" not null,
    on_at     timestamptz not null,
    standin   text collate "C",
    off_entry bigint,
    off_at    timestamptz
);
create index shift_open on duty.shift (post, person) where off_entry is null;
create index shift_person on duty.shift (post, person, off_entry);

create table duty.handover (
    entry        bigint primary key,
    post         text collate "C" not null,
    out_person   text collate "C" not null,
    in_person    text collate "C" not null,
    offered_at   timestamptz not null,
    late_entry   bigint,
    answer       text collate "C",
    answer_entry bigint,
    answered_at  timestamptz
);
create index handover_open on duty.handover (entry) where answer is null;
create index handover_answered on duty.handover (answered_at);

create table duty.relief (
    entry      bigint primary key,
    post       text collate "C" not null,
    out_person text collate "C" not null,
    in_person  text collate "C" not null,
    from_at    timestamptz not null,
    until_at   timestamptz not null,
    reason     text,
    made_by    text collate "C",
    void_entry bigint
);
create index relief_until on duty.relief (until_at);

create table duty.watch (
    post          text collate "C" primary key,
    looked        bigint,
    watched       boolean not null default false,
    planned       bigint,
    planned_until timestamptz,
    called        bigint
);

create function duty.note_presence(first bigint, last bigint) returns void language sql as $$
    insert into duty.shift (entry, post, person, on_at, standin)
        select j.seq, j.body->>'duty', j.body->>'person', j.at, j.body->>'standin'
        from duty.journal j
        where j.seq between first and last and j.kind in ('on', 'take')
            and j.body->>'person' is not null;

    update duty.shift s set (off_entry, off_at) = (
            select j.seq, j.at from duty.journal j
            where j.seq between first and last and j.seq > s.entry and j.body->>'duty' = s.post
                and (j.kind = 'off' and j.body->>'person' = s.person
                    or j.kind = 'take' and j.body->>'out' = s.person)
            order by j.seq limit 1)
        where s.off_entry is null and (s.post, s.person) in (
            select j.body->>'duty', case j.kind when 'off' then j.body->>'person' else j.body->>'out' end
            from duty.journal j
            where j.seq between first and last and j.kind in ('off', 'take'));

    insert into duty.handover (entry, post, out_person, in_person, offered_at)
        select j.seq, j.body->>'duty', j.body->>'out', j.body->>'in', j.at
        from duty.journal j
        where j.seq between first and last and j.kind = 'handover';

    update duty.handover h set late_entry = j.seq
        from duty.journal j
        where j.seq between first and last and j.kind = 'absence'
            and h.entry = (j.body->>'of')::bigint;

    update duty.handover h set (answer, answer_entry, answered_at) = (
            select case when j.kind in ('take', 'refuse') and (j.body->>'of')::bigint = h.entry
                    then j.kind else 'withdrawn' end, j.seq, j.at
            from duty.journal j
            where j.seq between first and last and j.seq > h.entry and j.body->>'duty' = h.post
                and (j.kind in ('take', 'refuse') and (j.body->>'of')::bigint = h.entry
                    or j.kind = 'off' and j.body->>'person' = h.out_person
                    or j.kind in ('take', 'handover') and j.body->>'out' = h.out_person)
            order by j.seq limit 1)
        where h.answer is null;

    insert into duty.relief (entry, post, out_person, in_person, from_at, until_at, reason, made_by)
        select j.seq, j.body->>'duty', j.body->>'out', j.body->>'in',
            (j.body->>'since')::timestamptz, (j.body->>'until')::timestamptz, j.body->>'reason', j.actor
        from duty.journal j
        where j.seq between first and last and j.kind = 'relieve';

    update duty.relief r set void_entry = j.seq
        from duty.journal j
        where j.seq between first and last and j.kind = 'relief-void'
            and r.entry = (j.body->>'of')::bigint;

    insert into duty.watch (post, looked, watched)
        select distinct on (j.body->>'duty') j.body->>'duty', j.seq,
            coalesce((j.body->>'grace')::bigint, 0) > 0
        from duty.journal j
        where j.seq between first and last and j.kind in ('watch', 'absence')
            and j.body->>'since' is not null
        order by j.body->>'duty', j.seq desc
        on conflict (post) do update set looked = excluded.looked, watched = excluded.watched;

    insert into duty.watch (post, planned, planned_until)
        select distinct on (j.body->>'duty') j.body->>'duty', j.seq,
            (j.body->>'until')::timestamptz
        from duty.journal j
        where j.seq between first and last and j.kind = 'rollcall-plan'
        order by j.body->>'duty', j.seq desc
        on conflict (post) do update
            set planned = excluded.planned, planned_until = excluded.planned_until;

    insert into duty.watch (post, called)
        select j.body->>'duty', max(j.seq)
        from duty.journal j
        where j.seq between first and last and j.kind = 'rollcall' and j.actor is null
        group by 1
        on conflict (post) do update set called = excluded.called
$$;

comment on table duty.shift is 'Who was at which post, from signing on to signing off.';
comment on column duty.shift.entry is 'The entry of duty.journal with which the person signed on.';
comment on column duty.shift.standin is 'Null: was on the roster; else authorised or unauthorised.';
comment on column duty.shift.off_at is 'Null: is still there.';
comment on table duty.handover is 'Each handover of a post, and how it was answered.';
comment on column duty.handover.late_entry is 'The entry that says that it was not taken in time.';
comment on column duty.handover.answer is 'take, refuse or withdrawn; null: none yet.';
comment on table duty.relief is 'One person in another''s place at a post for a while, made with RELIEVE.';
comment on column duty.relief.void_entry is 'The entry that says that the roster has moved under it.';
comment on table duty.watch is 'Of each post the entries that dutyd needs at its start.';

-- What must be remembered: the entries that some part of the office still needs, and which parts those
-- are, as of the last checkpoint (an entry of kind checkpoint, which says how many rows there are here,
-- and their digest). dutyd reads these rows at its start, then the log since the checkpoint; where they
-- do not fit it reads the whole log and makes them again. docs/journal.md says how to check them.

create table duty.live (
    seq   bigint primary key,
    parts bigint not null
);
comment on table duty.live is 'The entries of duty.journal that a start needs, as of the last checkpoint.';
comment on column duty.live.parts is 'For which parts of the office: a bit for each, in the order of docs/journal.md.';

create index journal_checkpoint on duty.journal (seq) where kind = 'checkpoint';

-- What was there to find what is live, before.
drop index duty.journal_rollcall, duty.journal_clock, duty.journal_reminded, duty.journal_selftest,
    duty.page_waiting, duty.notice_waiting, duty.standing_open;
drop table duty.watch;

create or replace function duty.note_presence(first bigint, last bigint) returns void language sql as $$
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
            and r.entry = (j.body->>'of')::bigint
$$;

-- The highest entry that any table but the log itself knows of: never above the log's own end, unless
-- that was cut off.
create function duty.last_entry_known() returns bigint language sql stable as $$
    select greatest((select max(seq) from duty.live), (select max(id) from duty.page),
        (select max(id) from duty.notice), (select max(entry) from duty.shift),
        (select max(entry) from duty.handover), (select max(entry) from duty.relief),
        (select max(entry) from duty.standing), 0)
$$;

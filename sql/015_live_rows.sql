-- One row for entries next to each other that the same parts need: in a flood of reports one for each
-- 32. A checkpoint is written while people wait for their replies.

alter table duty.live add n integer not null default 1;
comment on table duty.live is 'The entries of duty.journal that a start needs, as of the last checkpoint: a row for each few.';
comment on column duty.live.seq is 'The first of them.';
comment on column duty.live.n is 'How many they are: this one and those that follow.';

create or replace function duty.last_entry_known() returns bigint language sql stable as $$
    select greatest((select seq + n - 1 from duty.live order by seq desc limit 1),
        (select max(id) from duty.page),
        (select max(id) from duty.notice), (select max(entry) from duty.shift),
        (select max(entry) from duty.handover), (select max(entry) from duty.relief),
        (select max(entry) from duty.standing),
        (select max(i.last_entry) from (select last_entry from duty.incident order by id desc limit 1000) i),
        0)
$$;

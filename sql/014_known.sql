-- What happened last to the latest incidents is known too: an end of the log that was cut off may have no
-- page, notice or shift in it. No index is kept for that; those are the incidents that things happen to.

create or replace function duty.last_entry_known() returns bigint language sql stable as $$
    select greatest((select max(seq) from duty.live), (select max(id) from duty.page),
        (select max(id) from duty.notice), (select max(entry) from duty.shift),
        (select max(entry) from duty.handover), (select max(entry) from duty.relief),
        (select max(entry) from duty.standing),
        (select max(i.last_entry) from (select last_entry from duty.incident order by id desc limit 1000) i),
        0)
$$;

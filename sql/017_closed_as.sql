-- How an incident ended, to be counted: CLOSE n as=false.
alter table duty.incident add closed_as text collate "C";
comment on column duty.incident.closed_as is
    'done, false (a false alarm), duplicate or passed-on; null: its outcome alone says how it ended.';

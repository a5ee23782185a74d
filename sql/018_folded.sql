-- What FIND looks through. Most entries need no more than ASCII in small letters, which the server does
-- by itself; of the others duty.folded has the text as dutyd folds it for comparing: without case and
-- accents apart in every script, telephone numbers in one piece.

create table duty.folded (
    entry bigint primary key,
    text  text collate "C" not null
);
comment on table duty.folded is
    'For FIND: entries of duty.journal with more than ASCII in them, as they are compared.';

-- Those that older versions wrote; dutyd folds them when it opens the log, and takes them out.
create table duty.unfolded (
    entry bigint primary key
);
comment on table duty.unfolded is 'Entries that an older version wrote, to be put into duty.folded.';

insert into duty.unfolded
    select j.seq from duty.journal j
    where j.kind <> 'config' and (concat_ws('', j.actor, j.post, j.body::text) ~ '[^ -[\]-_a-~]'
        or j.body::text ~ '"(text|phone|caller|unit|place|to|old|reason|outcome|whom|address|gateway|from|times)":"[^"]*[0-9][ ().+/-]+[0-9]');

-- The caller's number, for LIST closed phone=.
alter table duty.incident add column phone text;
comment on column duty.incident.phone is 'Where the caller can be called back, as it was typed.';

update duty.incident i set phone = p.phone
    from (select distinct on (j.subject) j.subject, j.body->>'phone' as phone
        from duty.journal j
        where j.subject is not null and j.kind in ('report', 'set') and j.body->>'phone' is not null
        order by j.subject, j.seq desc) p
    where p.subject = i.id;

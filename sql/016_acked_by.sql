-- Who has an incident, not who had it: it used to keep a name after it was given back, escalated,
-- graded worse, forgotten or opened again. dutyd now writes none then; here the rows that it wrote
-- before are corrected, by what happened last.
update duty.incident i set acked_at = null, acked_by = null
    where i.acked_by is not null and (
        select j.kind from duty.journal j
        where j.subject = i.id and (j.kind in ('ack', 'decline', 'escalate', 'idle', 'reopen')
            or j.kind in ('absence', 'grade', 'set') and j.body->>'chain' is not null)
        order by j.seq desc limit 1) is distinct from 'ack';
comment on column duty.incident.acked_by is
    'The person who has it, or had it when it ended; null: nobody.';
comment on column duty.incident.acked_at is 'When acked_by took it.';

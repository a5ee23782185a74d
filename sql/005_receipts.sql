-- What gateways report of the pages that they took, shown with the page; and, for dutyd at its start,
-- which reply codes rest: those of incidents that ended within a day.

alter table duty.page
    add column report      text collate "C",
    add column reported_at timestamptz;

create index incident_closed on duty.incident (closed_at) where closed_at is not null;

-- Made of the entries of duty.journal, in their transaction. What was delivered stays so; what will
-- not get there has failed.
create function duty.note_receipts(first bigint, last bigint) returns void language sql as $$
    update duty.page p set report = r.report, reported_at = r.at,
            state = case when r.failed and p.state in ('queued', 'deferred', 'sent')
                then 'failed' else p.state end,
            reason = coalesce(r.reason, p.reason)
        from (select distinct on (j.body->>'page') (j.body->>'page')::bigint as id, j.at,
                j.kind = 'page-undelivered' as failed, j.body->>'reason' as reason,
                case j.kind when 'page-transmitted' then 'sent' when 'page-delivered' then 'delivered'
                    else 'failed' end as report
            from duty.journal j
            where j.seq between first and last
                and j.kind in ('page-transmitted', 'page-delivered', 'page-undelivered')
            order by j.body->>'page', (j.kind = 'page-delivered') desc, j.seq desc) r
        where p.id = r.id and p.report is distinct from 'delivered'
$$;

comment on column duty.page.report is
    'The latest that its gateway has reported: sent, delivered (which answers nothing) or failed.';

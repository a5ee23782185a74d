-- Several reports of one page in one transaction come to the same as one after the other: what has failed
-- stays failed although it is said to be delivered afterwards, and its reason is kept. So the table does
-- not depend on which entries were written together, and dutyd --rebuild makes it as it was.

create or replace function duty.note_receipts(first bigint, last bigint) returns void language sql as $$
    update duty.page p set report = r.report, reported_at = r.at,
            state = case when r.failed and p.state in ('queued', 'deferred', 'sent')
                then 'failed' else p.state end,
            reason = coalesce(r.reason, p.reason)
        from (select a.id, bool_or(a.failed) as failed,
                (array_agg(a.at order by a.seq desc))[1] as at,
                (array_agg(a.report order by a.seq desc))[1] as report,
                (array_agg(a.reason order by a.seq desc) filter (where a.reason is not null))[1] as reason
            from (select (j.body->>'page')::bigint as id, j.seq, j.at,
                    j.kind = 'page-undelivered' as failed, j.body->>'reason' as reason,
                    case j.kind when 'page-transmitted' then 'sent' when 'page-delivered' then 'delivered'
                        else 'failed' end as report,
                    min(j.seq) filter (where j.kind = 'page-delivered')
                        over (partition by j.body->>'page') as delivered
                from duty.journal j
                where j.seq between first and last
                    and j.kind in ('page-transmitted', 'page-delivered', 'page-undelivered')) a
            where a.delivered is null or a.seq <= a.delivered
            group by a.id) r
        where p.id = r.id and p.report is distinct from 'delivered'
$$;

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA duty;
CREATE FUNCTION duty.journal_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'the duty log is never changed: % on duty.journal is refused', lower(tg_op)
        using errcode = 'insufficient_privilege',
              hint = 'An error is corrected by a later entry.';
end
$$;
CREATE FUNCTION duty.note_notices(first bigint, last bigint) RETURNS void
    LANGUAGE sql
    AS $$
    insert into duty.notice (id, incident, person, via, address, text, state, queued_at, until_at)
        select j.seq, j.subject, j.body->>'person', j.body->>'via', j.body->>'address',
            j.body->>'text', 'queued', j.at, (j.body->>'until')::timestamptz
        from duty.journal j
        where j.seq between first and last and j.kind = 'notice';
    update duty.notice n set deferred = d.seq, state = 'deferred', reason = d.reason
        from (select distinct on (j.body->>'page') (j.body->>'page')::bigint as id, j.seq,
                j.body->>'reason' as reason
            from duty.journal j
            where j.seq between first and last and j.kind = 'notice-deferred'
            order by j.body->>'page', j.seq desc) d
        where n.id = d.id and n.finished_at is null;
    update duty.notice n set finished_at = f.at, state = f.state, reason = f.reason,
            gateway = f.gateway
        from (select distinct on (j.body->>'page') (j.body->>'page')::bigint as id, j.at,
                substr(j.kind, 8) as state, j.body->>'reason' as reason,
                j.body->>'gateway' as gateway
            from duty.journal j
            where j.seq between first and last
                and j.kind in ('notice-sent', 'notice-failed', 'notice-dropped')
            order by j.body->>'page', j.seq) f
        where n.id = f.id and n.finished_at is null
$$;
CREATE FUNCTION duty.note_presence(first bigint, last bigint) RETURNS void
    LANGUAGE sql
    AS $$
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
CREATE FUNCTION duty.note_receipts(first bigint, last bigint) RETURNS void
    LANGUAGE sql
    AS $$
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
CREATE FUNCTION duty.note_standing(first bigint, last bigint) RETURNS void
    LANGUAGE sql
    AS $$
    insert into duty.standing (entry, at, by_person, until_at, text)
        select j.seq, j.at, j.actor, (j.body->>'until')::timestamptz, j.body->>'text'
        from duty.journal j
        where j.seq between first and last and j.kind = 'standing' and j.body->>'of' is null;
    update duty.standing s set end_entry = j.seq
        from duty.journal j
        where j.seq between first and last and j.kind = 'standing'
            and s.entry = (j.body->>'of')::bigint
$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE duty.handover (
    entry bigint NOT NULL,
    post text NOT NULL COLLATE pg_catalog."C",
    out_person text NOT NULL COLLATE pg_catalog."C",
    in_person text NOT NULL COLLATE pg_catalog."C",
    offered_at timestamp with time zone NOT NULL,
    late_entry bigint,
    answer text COLLATE pg_catalog."C",
    answer_entry bigint,
    answered_at timestamp with time zone
);
CREATE TABLE duty.heartbeat (
    id smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT heartbeat_id_check CHECK ((id = 1))
);
CREATE TABLE duty.incident (
    id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    grade smallint,
    class text,
    place text,
    text text,
    drill boolean NOT NULL,
    chain text,
    step smallint NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    reported_by text,
    acked_at timestamp with time zone,
    acked_by text,
    closed_at timestamp with time zone,
    outcome text,
    merged_into text COLLATE pg_catalog."C",
    last_entry bigint NOT NULL
)
WITH (fillfactor='85');
CREATE TABLE duty.journal (
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text COLLATE pg_catalog."C",
    actor text COLLATE pg_catalog."C",
    post text COLLATE pg_catalog."C",
    key text COLLATE pg_catalog."C",
    body json NOT NULL,
    hash bytea NOT NULL,
    written_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE duty.migration (
    number integer NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE duty.notice (
    id bigint NOT NULL,
    incident text COLLATE pg_catalog."C",
    person text NOT NULL COLLATE pg_catalog."C",
    via text,
    address text,
    text text,
    state text NOT NULL COLLATE pg_catalog."C",
    queued_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    deferred bigint,
    finished_at timestamp with time zone,
    gateway text,
    reason text
);
CREATE TABLE duty.page (
    id bigint NOT NULL,
    incident text NOT NULL COLLATE pg_catalog."C",
    step smallint NOT NULL,
    person text NOT NULL,
    via text,
    address text,
    try smallint,
    state text NOT NULL COLLATE pg_catalog."C",
    queued_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    gateway text,
    reason text,
    report text COLLATE pg_catalog."C",
    reported_at timestamp with time zone
)
WITH (fillfactor='85');
CREATE TABLE duty.relief (
    entry bigint NOT NULL,
    post text NOT NULL COLLATE pg_catalog."C",
    out_person text NOT NULL COLLATE pg_catalog."C",
    in_person text NOT NULL COLLATE pg_catalog."C",
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    reason text,
    made_by text COLLATE pg_catalog."C",
    void_entry bigint
);
CREATE TABLE duty.shift (
    entry bigint NOT NULL,
    post text NOT NULL COLLATE pg_catalog."C",
    person text NOT NULL COLLATE pg_catalog."C",
    on_at timestamp with time zone NOT NULL,
    standin text COLLATE pg_catalog."C",
    off_entry bigint,
    off_at timestamp with time zone
);
CREATE TABLE duty.standing (
    entry bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by_person text COLLATE pg_catalog."C",
    until_at timestamp with time zone,
    text text,
    end_entry bigint
);
CREATE TABLE duty.watch (
    post text NOT NULL COLLATE pg_catalog."C",
    looked bigint,
    watched boolean DEFAULT false NOT NULL,
    planned bigint,
    planned_until timestamp with time zone,
    called bigint
);
INSERT INTO duty.handover VALUES (82, 'officer', 'ann', 'bob', '2026-11-28 13:40:17.032289+00', NULL, NULL, NULL, NULL);
INSERT INTO duty.heartbeat VALUES (1, '2026-11-28 13:40:16.730125+00');
INSERT INTO duty.incident VALUES ('2026-000001', 'closed', NULL, 'roster', NULL, 'post officer: nobody from 2026-11-28 21:40, with no end in sight', false, 'c', 1, '2026-11-28 13:40:16.889467+00', NULL, '2026-11-28 13:40:16.903564+00', 'carl', '2026-11-28 13:40:16.918824+00', 'seen', NULL, 16);
INSERT INTO duty.incident VALUES ('2026-000002', 'open', 4, 'fire', 'pier 2', 'number 2', false, 'c', 1, '2026-11-28 13:40:16.929282+00', 'ann', NULL, NULL, NULL, NULL, NULL, 29);
INSERT INTO duty.incident VALUES ('2026-000007', 'open', 3, 'fire', 'pier 7', 'number 7', false, 'c', 1, '2026-11-28 13:40:16.957366+00', 'ann', NULL, NULL, NULL, NULL, NULL, 48);
INSERT INTO duty.incident VALUES ('2026-000010', 'open', 3, 'fire', 'pier 10', 'number 10', false, 'c', 1, '2026-11-28 13:40:16.968909+00', 'ann', NULL, NULL, NULL, NULL, NULL, 60);
INSERT INTO duty.incident VALUES ('2026-000011', 'open', 4, 'fire', 'pier 11', 'number 11', false, 'c', 1, '2026-11-28 13:40:16.977133+00', 'ann', NULL, NULL, NULL, NULL, NULL, 61);
INSERT INTO duty.incident VALUES ('2026-000003', 'acked', 2, 'fire', 'pier 3', 'number 3', false, 'c', 1, '2026-11-28 13:40:16.937086+00', 'ann', '2026-11-28 13:40:16.994351+00', 'carl', NULL, NULL, NULL, 64);
INSERT INTO duty.incident VALUES ('2026-000005', 'closed', 4, 'fire', 'pier 5', 'number 5', false, 'c', 1, '2026-11-28 13:40:16.946258+00', 'ann', NULL, NULL, '2026-11-28 13:40:17.005282+00', 'false alarm', NULL, 69);
INSERT INTO duty.incident VALUES ('2026-000006', 'merged', 2, 'fire', 'pier 6', 'number 6', false, 'c', 1, '2026-11-28 13:40:16.948233+00', 'ann', NULL, NULL, '2026-11-28 13:40:17.006441+00', NULL, '2026-000007', 70);
INSERT INTO duty.incident VALUES ('2026-000004', 'open', 3, 'fire', 'pier 4', 'number 4', false, 'c', 1, '2026-11-28 13:40:16.93961+00', 'ann', NULL, NULL, NULL, NULL, NULL, 71);
INSERT INTO duty.incident VALUES ('2026-000009', 'open', 2, 'fire', 'pier 9', 'number 9', false, 'c', 2, '2026-11-28 13:40:16.966432+00', 'ann', NULL, NULL, NULL, NULL, NULL, 79);
INSERT INTO duty.incident VALUES ('2026-000008', 'open', 1, 'fire', 'pier 8', 'number 8', false, 'c', 1, '2026-11-28 13:40:16.965031+00', 'ann', NULL, NULL, NULL, NULL, NULL, 80);
INSERT INTO duty.incident VALUES ('2026-000012', 'closed', 2, 'fire', 'pier 12', 'number 12', false, 'c', 1, '2026-11-28 13:40:16.981615+00', 'ann', NULL, NULL, '2026-11-28 13:40:17.05235+00', 'over', NULL, 86);
INSERT INTO duty.journal VALUES (1, '2026-11-28 13:40:16.889286+00', 'start', NULL, NULL, NULL, NULL, '{"version":"0.1.0"}', '\x2fb8ba1b715a5552655574330fc717fb79abe80fd932c6d6d1038ab9ab211ad5', '2026-11-28 13:40:16.88962+00');
INSERT INTO duty.journal VALUES (2, '2026-11-28 13:40:16.8893+00', 'config', NULL, NULL, NULL, NULL, '{"digest":"5692a5feb35762808e4c4e25191d73a3dc24bfe5ffe69e77b65df298349cb2c7","config":"# /tmp/dutyd-test-GeTBx1/dutyd.conf\noffice = { id = \"brook\"; timezone = \"Asia/Shanghai\"; };\ndatabase = { conninfo = \"host=/work/old/.run/t/pgsock port=5432 user=postgres dbname=postgres dbname=daemon_dump_17421\"; };\nlisten = ( { tcp = \"127.0.0.1:31196\"; },\n           { unix = \"/tmp/dutyd-test-GeTBx1/socket\"; mode = \"0600\"; } );\nsessions = { login_delay = \"0s\"; };\nhooks = ( { via = \"sms\"; command = ( \"/tmp/dutyd-test-GeTBx1/hook\" ); parallel = 4; } );\npeople = (\n  { id = \"ann\"; rank = \"officer\"; sms = \"1\"; uid = \"101\"; password = \"(left out)\"; },\n  { id = \"bob\"; rank = \"officer\"; sms = \"2\"; password = \"(left out)\"; },\n  { id = \"carl\"; rank = \"leader\"; sms = \"3\"; password = \"(left out)\"; },\n  { id = \"dora\"; rank = \"leader\"; sms = \"4\"; },\n  { id = \"admin\"; rank = \"admin\"; password = \"(left out)\"; } );\nposts = ( { id = \"officer\"; rotations = (\n  { start = \"2026-01-01\"; handover = \"08:30\"; people = ( \"ann\" ); } ); } );\nchains = ( { id = \"c\"; steps = ( { notify = ( \"person:carl\" ); }, { after = \"24h\"; notify = ( \"person:dora\" ); } ); } );\nroutes = ( { chain = \"c\"; } );\ncatch_all = ( \"person:dora\" );\nbundle = 0;\nstrict = false;\nleave = ( { person = \"ann\"; from = \"2026-11-20\"; to = \"2036-01-01\"; } );\n"}', '\x54e01672393b8b0aec6068414ce7271babb16298ea7802a051c7e9af1fb6d15f', '2026-11-28 13:40:16.889731+00');
INSERT INTO duty.journal VALUES (3, '2026-11-28 13:40:16.889467+00', 'report', '2026-000001', NULL, NULL, NULL, '{"class":"gap","channel":"office","text":"post officer: nobody from 2026-11-28 21:40, with no end in sight","gap_post":"officer","gap_from":"2026-11-28T13:40:16.889467Z","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.889467Z"}', '\xa6eebc81ec3fa948509c0b2c3028ac0ac4987f9ec28fa53462928510a9e1b17f', '2026-11-28 13:40:16.889803+00');
INSERT INTO duty.journal VALUES (4, '2026-11-28 13:40:16.889467+00', 'step', '2026-000001', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.889467Z"}', '\xb87eb26f19a7dc5ba6166e6edaaf72c2a0143ab98e05f033fded9b6537a1af97', '2026-11-28 13:40:16.889837+00');
INSERT INTO duty.journal VALUES (5, '2026-11-28 13:40:16.889467+00', 'page', '2026-000001', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":5800}', '\xb6f3fea7f0d9efa7271fc0b009c8e8302c1a23a03b0d60f697d3a8f3d8a408f3', '2026-11-28 13:40:16.889842+00');
INSERT INTO duty.journal VALUES (6, '2026-11-28 13:40:16.889467+00', 'page', '2026-000001', NULL, NULL, NULL, '{"person":"dora","via":"sms","address":"4","step":1,"means":0,"try":1,"gap":60000000,"code":3109}', '\x0b5ddcc5687e580233c1817345451e73d609565c37273c6ab221445d060b85cb', '2026-11-28 13:40:16.889845+00');
INSERT INTO duty.journal VALUES (7, '2026-11-28 13:40:16.894568+00', 'page-sent', '2026-000001', NULL, NULL, NULL, '{"page":6,"attempt":1,"gateway":"gw-6","step":1,"person":"dora","via":"sms"}', '\x3b72ed9a2473e78b0181d244f5187528359ba5dff779972afc4551ccb1a834f4', '2026-11-28 13:40:16.894776+00');
INSERT INTO duty.journal VALUES (8, '2026-11-28 13:40:16.894689+00', 'page-sent', '2026-000001', NULL, NULL, NULL, '{"page":5,"attempt":1,"gateway":"gw-5","step":1,"person":"carl","via":"sms"}', '\x64e76d3f0ca5ba721e6bb65f408190156703708ad46b7e4cabcbb1093bf0966c', '2026-11-28 13:40:16.896321+00');
INSERT INTO duty.journal VALUES (9, '2026-11-28 13:40:16.89539+00', 'login', NULL, 'ann', NULL, NULL, '{"from":"127.0.0.1:53448"}', '\x468e00ae650ee339c1b4660e69eb7ba9b2a6e1c6f4e1d08a325bd01e89602e6e', '2026-11-28 13:40:16.896346+00');
INSERT INTO duty.journal VALUES (10, '2026-11-28 13:40:16.900788+00', 'login', NULL, 'bob', NULL, NULL, '{"from":"127.0.0.1:53452"}', '\xcefb1a909cdc59813b8c0891b84ca94a29bccb3dc99d6053741deee97c81c210', '2026-11-28 13:40:16.900927+00');
INSERT INTO duty.journal VALUES (11, '2026-11-28 13:40:16.903217+00', 'login', NULL, 'carl', NULL, NULL, '{"from":"127.0.0.1:53468"}', '\xbe193a8da04a18b2847346f172d5e749458dc18671ef96a083185e7d7ecfa777', '2026-11-28 13:40:16.903331+00');
INSERT INTO duty.journal VALUES (12, '2026-11-28 13:40:16.903564+00', 'ack', '2026-000001', 'carl', NULL, NULL, '{"from":"127.0.0.1:53468","after":0}', '\x62610d4810e5e3ed960d5456563afbf68fcfa4f4df15dd4b2ac23bacf601d6b4', '2026-11-28 13:40:16.903653+00');
INSERT INTO duty.journal VALUES (13, '2026-11-28 13:40:16.903564+00', 'notice', '2026-000001', NULL, NULL, NULL, '{"person":"dora","via":"sms","address":"4","means":0,"until":"2026-11-28T14:40:16.903564Z","text":"2026-000001 taken by carl: gap: post officer: nobody from 2026-11-28 21:40, with no end in sight"}', '\x222eb8a4487f621253b9f1cc3e6f55757827ca3efc03eaa5dbc5f229d1c7fb1b', '2026-11-28 13:40:16.903675+00');
INSERT INTO duty.journal VALUES (14, '2026-11-28 13:40:16.914697+00', 'set', '2026-000001', 'carl', NULL, NULL, '{"class":"roster","old":"class=gap"}', '\x4c638c6b52a5c1d50e1d7db3bc399de74105acff71d98a67de4352aecd6ee83d', '2026-11-28 13:40:16.915106+00');
INSERT INTO duty.journal VALUES (15, '2026-11-28 13:40:16.914941+00', 'notice-sent', '2026-000001', NULL, NULL, NULL, '{"page":13,"attempt":1,"gateway":"gw-13","person":"dora","via":"sms"}', '\x6156fdbd7e1d89b964e97c13c4d44fa35bb90d78138a932aec333114c00bae5c', '2026-11-28 13:40:16.918936+00');
INSERT INTO duty.journal VALUES (16, '2026-11-28 13:40:16.918824+00', 'close', '2026-000001', 'carl', NULL, NULL, '{"outcome":"seen"}', '\xc2a52f130d3515b764404a9ec7ff1c9e42160262d054a782b980c08f5eac1fb3', '2026-11-28 13:40:16.920296+00');
INSERT INTO duty.journal VALUES (17, '2026-11-28 13:40:16.918824+00', 'notice', '2026-000001', NULL, NULL, NULL, '{"person":"dora","via":"sms","address":"4","means":0,"until":"2026-11-28T14:40:16.918824Z","text":"2026-000001 closed by carl: roster: post officer: nobody from 2026-11-28 21:40, with no end in sight"}', '\x1f374cabd310daf07d5a98eac13a481e18c06ad183c236c9a995d65c6ac816d0', '2026-11-28 13:40:16.920323+00');
INSERT INTO duty.journal VALUES (18, '2026-11-28 13:40:16.929282+00', 'report', '2026-000002', 'ann', NULL, 'k-2', '{"class":"fire","grade":4,"place":"pier 2","text":"number 2","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.929282Z","command":"4662a63b9ce7db5c"}', '\x0c7372d2b40ec5b2f006ac8cd2aa2924754deb78e1d34de700dc7128db3aad58', '2026-11-28 13:40:16.929427+00');
INSERT INTO duty.journal VALUES (19, '2026-11-28 13:40:16.929282+00', 'step', '2026-000002', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.929282Z"}', '\xb6bba5e50530651749c8a7cd359208f1922d101ba19a313ef8dcef864c63ede5', '2026-11-28 13:40:16.929489+00');
INSERT INTO duty.journal VALUES (20, '2026-11-28 13:40:16.929282+00', 'page', '2026-000002', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":7104}', '\x6b4283bdaf3cd9dfcca5b68f59590fb329f3c928d53fdf20994e345eec21fad3', '2026-11-28 13:40:16.929493+00');
INSERT INTO duty.journal VALUES (21, '2026-11-28 13:40:16.937086+00', 'report', '2026-000003', 'ann', NULL, 'k-3', '{"class":"fire","grade":2,"place":"pier 3","text":"number 3","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.937086Z","command":"113859cbc9d86505"}', '\xf63b650557a216be7e1fe9d3bcc3749f87982767a06fcbde9fefc6770bb88414', '2026-11-28 13:40:16.937323+00');
INSERT INTO duty.journal VALUES (22, '2026-11-28 13:40:16.937086+00', 'step', '2026-000003', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.937086Z"}', '\x8d6a61d9dafefc8369a9bed5c4a1df557d2901102479973f14ff613ed1c1244a', '2026-11-28 13:40:16.937389+00');
INSERT INTO duty.journal VALUES (23, '2026-11-28 13:40:16.937086+00', 'page', '2026-000003', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":1921}', '\x03ae2a73449bb8a998744f9b409ab5afa715cb79c565b4694382ffa5aba29647', '2026-11-28 13:40:16.937393+00');
INSERT INTO duty.journal VALUES (24, '2026-11-28 13:40:16.937173+00', 'notice-sent', '2026-000001', NULL, NULL, NULL, '{"page":17,"attempt":1,"gateway":"gw-17","person":"dora","via":"sms"}', '\x7e8dc9c27713248e0784c876aaf0e18e61b4e89e32ceb4af3662cd3c60ff7637', '2026-11-28 13:40:16.939888+00');
INSERT INTO duty.journal VALUES (25, '2026-11-28 13:40:16.93961+00', 'report', '2026-000004', 'ann', NULL, 'k-4', '{"class":"fire","grade":3,"place":"pier 4","text":"number 4","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.939610Z","command":"15cde9fdf5dd1943"}', '\x683a2b2a4d464c155ed5903edc6d53ecb049bde8fd1c503ff628e9eda4c41804', '2026-11-28 13:40:16.944313+00');
INSERT INTO duty.journal VALUES (26, '2026-11-28 13:40:16.93961+00', 'step', '2026-000004', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.939610Z"}', '\xa3b0a81919fb53cffc67d5f5dabf869880494878b72a3b25b06596eda14a2404', '2026-11-28 13:40:16.944344+00');
INSERT INTO duty.journal VALUES (27, '2026-11-28 13:40:16.93961+00', 'page', '2026-000004', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":8183}', '\xc7ef42a3050445cfde24a3e0b0200cd3cee80e0076c044252f9788bf6cc5e8e5', '2026-11-28 13:40:16.944348+00');
INSERT INTO duty.journal VALUES (28, '2026-11-28 13:40:16.939803+00', 'page-sent', '2026-000003', NULL, NULL, NULL, '{"page":23,"attempt":1,"gateway":"gw-23","step":1,"person":"carl","via":"sms"}', '\xb6af64d4b460736c370640f48d4cd79f5ba60fc31e36eacae11e9cf970c07980', '2026-11-28 13:40:16.944351+00');
INSERT INTO duty.journal VALUES (29, '2026-11-28 13:40:16.941563+00', 'page-sent', '2026-000002', NULL, NULL, NULL, '{"page":20,"attempt":1,"gateway":"gw-20","step":1,"person":"carl","via":"sms"}', '\x24432ade0fffa7b783bdf99915fe73060f85ba51b8adc5d7c8aef10e2b6470c0', '2026-11-28 13:40:16.944355+00');
INSERT INTO duty.journal VALUES (30, '2026-11-28 13:40:16.946258+00', 'report', '2026-000005', 'ann', NULL, 'k-5', '{"class":"fire","grade":4,"place":"pier 5","text":"number 5","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.946258Z","command":"ffa83625d3065733"}', '\xb2e39f7d86e1fc23f278f0d126d04d86c2e032a33be296ea3ca4c43d40a56bfd', '2026-11-28 13:40:16.946372+00');
INSERT INTO duty.journal VALUES (31, '2026-11-28 13:40:16.946258+00', 'step', '2026-000005', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.946258Z"}', '\x9524b45be840ae91dda0f48da64c798a6032af527c4b60b1d10caa8936fa08be', '2026-11-28 13:40:16.946407+00');
INSERT INTO duty.journal VALUES (32, '2026-11-28 13:40:16.946258+00', 'page', '2026-000005', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":6411}', '\x97129ec0f9a24c87ff9580cd3e11be1c051d499eca74d232976209cbf06fd83a', '2026-11-28 13:40:16.946412+00');
INSERT INTO duty.journal VALUES (33, '2026-11-28 13:40:16.947386+00', 'page-sent', '2026-000004', NULL, NULL, NULL, '{"page":27,"attempt":1,"gateway":"gw-27","step":1,"person":"carl","via":"sms"}', '\xbbddfb3be2e4b9c6352ab83bc7d07acb38874263c87d5ab2ac7c03357e7eac1a', '2026-11-28 13:40:16.948323+00');
INSERT INTO duty.journal VALUES (34, '2026-11-28 13:40:16.948233+00', 'report', '2026-000006', 'ann', NULL, 'k-6', '{"class":"fire","grade":2,"place":"pier 6","text":"number 6","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.948233Z","command":"33c38134e1cdbb79"}', '\x10d83b60fd10ccc51444245eaac39d455a4936b1092c49185ddac6c8f7396f43', '2026-11-28 13:40:16.953484+00');
INSERT INTO duty.journal VALUES (35, '2026-11-28 13:40:16.948233+00', 'step', '2026-000006', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.948233Z"}', '\x0143382e7189baca3794aa99e60926f2169d230de5b181cd1d80d09d070a536f', '2026-11-28 13:40:16.953517+00');
INSERT INTO duty.journal VALUES (36, '2026-11-28 13:40:16.948233+00', 'page', '2026-000006', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":2673}', '\xa00f30f07bf7f0e20ecabbc5a6348c142e4f5400dce124ba90c0145bbd47d434', '2026-11-28 13:40:16.953522+00');
INSERT INTO duty.journal VALUES (37, '2026-11-28 13:40:16.953389+00', 'page-sent', '2026-000005', NULL, NULL, NULL, '{"page":32,"attempt":1,"gateway":"gw-32","step":1,"person":"carl","via":"sms"}', '\x769e27edaba68454fa9ca81e31b3fd01c76fd5d9b65012c1b943411fc7fe41e3', '2026-11-28 13:40:16.957452+00');
INSERT INTO duty.journal VALUES (38, '2026-11-28 13:40:16.957366+00', 'report', '2026-000007', 'ann', NULL, 'k-7', '{"class":"fire","grade":3,"place":"pier 7","text":"number 7","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.957366Z","command":"ce82f839ad63065e"}', '\xc3bb5a1e248c03eef76208ef678e9c0b03aa25893b68dc5623d9120f3f42f522', '2026-11-28 13:40:16.960286+00');
INSERT INTO duty.journal VALUES (39, '2026-11-28 13:40:16.957366+00', 'step', '2026-000007', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.957366Z"}', '\xb691bd2021dd3672d161d48a8e8e45f9b7a86d19a82a63cd8ab13a79d9f50181', '2026-11-28 13:40:16.960314+00');
INSERT INTO duty.journal VALUES (40, '2026-11-28 13:40:16.957366+00', 'page', '2026-000007', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":8564}', '\x14f8f3a27de00b958e54c0832ffe618c5b33a785f404f9eb3d96bd6454298857', '2026-11-28 13:40:16.960318+00');
INSERT INTO duty.journal VALUES (41, '2026-11-28 13:40:16.965031+00', 'report', '2026-000008', 'ann', NULL, 'k-8', '{"class":"fire","grade":4,"place":"pier 8","text":"number 8","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.965031Z","command":"c85f3dea2919a207"}', '\x6521a7d986cbd2f1fa4ff65553df23c72a47d21d55b728c1a7ddc6dfcf7879a5', '2026-11-28 13:40:16.965219+00');
INSERT INTO duty.journal VALUES (42, '2026-11-28 13:40:16.965031+00', 'step', '2026-000008', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.965031Z"}', '\xda01307184eb4554846315fcd3bc8810ab2f1bf2bf536b1cb1734dcb391bbb70', '2026-11-28 13:40:16.965265+00');
INSERT INTO duty.journal VALUES (43, '2026-11-28 13:40:16.965031+00', 'page', '2026-000008', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":9819}', '\x2fabb2108e4de71d0fab48182217bf099b25966964b553d89c3a30667ff81806', '2026-11-28 13:40:16.96527+00');
INSERT INTO duty.journal VALUES (44, '2026-11-28 13:40:16.965107+00', 'page-sent', '2026-000006', NULL, NULL, NULL, '{"page":36,"attempt":1,"gateway":"gw-36","step":1,"person":"carl","via":"sms"}', '\xf94e25a19e7439cd03ced27e9681a08d111c92b6283ccc0cfdc8c2e457c57356', '2026-11-28 13:40:16.966492+00');
INSERT INTO duty.journal VALUES (45, '2026-11-28 13:40:16.966432+00', 'report', '2026-000009', 'ann', NULL, 'k-9', '{"class":"fire","grade":2,"place":"pier 9","text":"number 9","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.966432Z","command":"f57962eaf26f23a9"}', '\xea0b9cbd0e2441d28d3f8f4e73c0a92e4737b851c645663148eb0459d9148103', '2026-11-28 13:40:16.967722+00');
INSERT INTO duty.journal VALUES (46, '2026-11-28 13:40:16.966432+00', 'step', '2026-000009', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.966432Z"}', '\xe7ad1be754abcf544604d54e52cfb9dcbc64a0363ecd51c6d75f6467b725b865', '2026-11-28 13:40:16.967754+00');
INSERT INTO duty.journal VALUES (47, '2026-11-28 13:40:16.966432+00', 'page', '2026-000009', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":9404}', '\x838240c1d54ac6e455cd7d7ebab3114f1c50876247abc245661adb4a24ffdc07', '2026-11-28 13:40:16.96776+00');
INSERT INTO duty.journal VALUES (48, '2026-11-28 13:40:16.967612+00', 'page-sent', '2026-000007', NULL, NULL, NULL, '{"page":40,"attempt":1,"gateway":"gw-40","step":1,"person":"carl","via":"sms"}', '\x195ff0b5b237757785a98306f2012188f2a53b6d96f829faf38942bdb7189d45', '2026-11-28 13:40:16.972256+00');
INSERT INTO duty.journal VALUES (49, '2026-11-28 13:40:16.968909+00', 'report', '2026-000010', 'ann', NULL, 'k-10', '{"class":"fire","grade":3,"place":"pier 10","text":"number 10","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.968909Z","command":"94e0383b1cefe24d"}', '\xb45aff8e16069b121f8a6b15b61be1f9a88281188237bdfb29ba9ede5de82759', '2026-11-28 13:40:16.973527+00');
INSERT INTO duty.journal VALUES (50, '2026-11-28 13:40:16.968909+00', 'step', '2026-000010', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.968909Z"}', '\xa78e3ba957bba2b63053e60364ffea8c3860023f0a26859f80e0e6a4f488d9d0', '2026-11-28 13:40:16.973551+00');
INSERT INTO duty.journal VALUES (51, '2026-11-28 13:40:16.968909+00', 'page', '2026-000010', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":4901}', '\x3158096a4e2f84b10710e63e0cb92f8d67e60bb8d8645de303577e2588a3d46e', '2026-11-28 13:40:16.973555+00');
INSERT INTO duty.journal VALUES (52, '2026-11-28 13:40:16.968954+00', 'page-sent', '2026-000008', NULL, NULL, NULL, '{"page":43,"attempt":1,"gateway":"gw-43","step":1,"person":"carl","via":"sms"}', '\x40720956a1632a0d4f3d884c2eca951cca8a1f496c3571bc9431337c1e7afb85', '2026-11-28 13:40:16.973558+00');
INSERT INTO duty.journal VALUES (53, '2026-11-28 13:40:16.973442+00', 'page-sent', '2026-000009', NULL, NULL, NULL, '{"page":47,"attempt":1,"gateway":"gw-47","step":1,"person":"carl","via":"sms"}', '\x1225ea70e1a6a752e6560642debc5161442d89885b84c5ad4d673d59a1bb1562', '2026-11-28 13:40:16.977202+00');
INSERT INTO duty.journal VALUES (54, '2026-11-28 13:40:16.977133+00', 'report', '2026-000011', 'ann', NULL, 'k-11', '{"class":"fire","grade":4,"place":"pier 11","text":"number 11","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.977133Z","command":"ce338f80e5f8d2ca"}', '\x6df7c71bf8adafef649106d98a879cc64301a4c42ee6a612dc45d1cb268ed899', '2026-11-28 13:40:16.980286+00');
INSERT INTO duty.journal VALUES (55, '2026-11-28 13:40:16.977133+00', 'step', '2026-000011', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.977133Z"}', '\xbcc460c3e674200dabba79f4a6d4e18f001eb8345ef0bb9710e3452fefd1e0a4', '2026-11-28 13:40:16.980312+00');
INSERT INTO duty.journal VALUES (56, '2026-11-28 13:40:16.977133+00', 'page', '2026-000011', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":6141}', '\xf215d986860059e0c32f31c291061d0b2c4fde43154fb8b9bdf89ab0c7cccd71', '2026-11-28 13:40:16.980316+00');
INSERT INTO duty.journal VALUES (57, '2026-11-28 13:40:16.981615+00', 'report', '2026-000012', 'ann', NULL, 'k-12', '{"class":"fire","grade":2,"place":"pier 12","text":"number 12","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:16.981615Z","command":"937498cc65fd9630"}', '\x9446972e2831ffc36957ea3122c9a9781db08e8681cc4df32bf908df2b629166', '2026-11-28 13:40:16.98341+00');
INSERT INTO duty.journal VALUES (58, '2026-11-28 13:40:16.981615+00', 'step', '2026-000012', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:16.981615Z"}', '\x4122307acf63f8957be561cbbe2e4d8d2c34c915cf420251f7d8c805eb24c4a0', '2026-11-28 13:40:16.983435+00');
INSERT INTO duty.journal VALUES (59, '2026-11-28 13:40:16.981615+00', 'page', '2026-000012', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":3157}', '\xab0c5aff164cfc1e34b740a7ec7f72fd7100fce23bcb5007225ace88aaf8fb61', '2026-11-28 13:40:16.983439+00');
INSERT INTO duty.journal VALUES (60, '2026-11-28 13:40:16.981676+00', 'page-sent', '2026-000010', NULL, NULL, NULL, '{"page":51,"attempt":1,"gateway":"gw-51","step":1,"person":"carl","via":"sms"}', '\x71cb46c69032c37cac3de45ec2fd89160c6698a5c58abca74857e75411e5cf4f', '2026-11-28 13:40:16.984917+00');
INSERT INTO duty.journal VALUES (61, '2026-11-28 13:40:16.983316+00', 'page-sent', '2026-000011', NULL, NULL, NULL, '{"page":56,"attempt":1,"gateway":"gw-56","step":1,"person":"carl","via":"sms"}', '\x2d0e89fc9047169faeb64cd3dbf1b1dc493bcabb613c37b088a873d841bd20d2', '2026-11-28 13:40:16.984941+00');
INSERT INTO duty.journal VALUES (62, '2026-11-28 13:40:16.989452+00', 'page-sent', '2026-000012', NULL, NULL, NULL, '{"page":59,"attempt":1,"gateway":"gw-59","step":1,"person":"carl","via":"sms"}', '\x9f89b98bcd68e4b1e8ee360d1b52e9cc8395d130c29031a141896756784104da', '2026-11-28 13:40:16.989571+00');
INSERT INTO duty.journal VALUES (63, '2026-11-28 13:40:16.994351+00', 'ack', '2026-000003', 'carl', NULL, NULL, '{"text":"on my way","from":"127.0.0.1:53468","after":0}', '\xe3014aafc7bda2f47193262a41862f6d1a8f4d52ab42403b31d66b6cf6ea9cad', '2026-11-28 13:40:16.99444+00');
INSERT INTO duty.journal VALUES (64, '2026-11-28 13:40:16.99494+00', 'note', '2026-000003', 'ann', NULL, NULL, '{"text":"two engines"}', '\x0b627dcad42eccad6bdad7f2fc837992a250d92cc4ae4f310f25f4c080354379', '2026-11-28 13:40:16.994989+00');
INSERT INTO duty.journal VALUES (65, '2026-11-28 13:40:16.995292+00', 'close', '2026-000004', 'carl', NULL, NULL, '{"outcome":"out"}', '\x971762e2e2dc4fcf91d1ae2d00f17c140b0e40462aab5f411b511c95721eb895', '2026-11-28 13:40:16.995338+00');
INSERT INTO duty.journal VALUES (66, '2026-11-28 13:40:17.000273+00', 'reopen', '2026-000004', 'carl', NULL, NULL, '{"reason":"again","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:17.000273Z"}', '\xe18e0300a9e1370158d020cf2fb41073d1f77fe982f93e2d0aeb9c5dbcc491da', '2026-11-28 13:40:17.000353+00');
INSERT INTO duty.journal VALUES (67, '2026-11-28 13:40:17.000273+00', 'step', '2026-000004', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:17.000273Z"}', '\xfdb0485b657eb1a35ccf4688dc0feec904094e7f7c48807b83973fa9ca74f5b7', '2026-11-28 13:40:17.000383+00');
INSERT INTO duty.journal VALUES (68, '2026-11-28 13:40:17.000273+00', 'page', '2026-000004', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":6074}', '\x1085bdcd47a3e0f76bccf3a132e38a2f8bf5e716a5349866938268888d5cc9b2', '2026-11-28 13:40:17.000388+00');
INSERT INTO duty.journal VALUES (69, '2026-11-28 13:40:17.005282+00', 'close', '2026-000005', 'carl', NULL, NULL, '{"outcome":"false alarm"}', '\xfdb889aea95e1d22377563d2ce73b7cdee9b1d8ea54be120231896dbff1f3c84', '2026-11-28 13:40:17.005388+00');
INSERT INTO duty.journal VALUES (70, '2026-11-28 13:40:17.006441+00', 'merge', '2026-000006', 'carl', NULL, NULL, '{"into":"2026-000007"}', '\x9d1a43075673730f4f665b413be725c011358b7a392da66791d96849fc6c71cd', '2026-11-28 13:40:17.006761+00');
INSERT INTO duty.journal VALUES (71, '2026-11-28 13:40:17.006668+00', 'page-sent', '2026-000004', NULL, NULL, NULL, '{"page":68,"attempt":1,"gateway":"gw-68","step":1,"person":"carl","via":"sms"}', '\xee7587181b0244b4540316fa8e284ba132e2142b56ad1ec885b36b16511756e5', '2026-11-28 13:40:17.008332+00');
INSERT INTO duty.journal VALUES (72, '2026-11-28 13:40:17.008277+00', 'grade', '2026-000008', 'carl', NULL, NULL, '{"grade":1,"reason":"worse","chain":"c","ack_rank":"officer","due":"2026-11-28T13:40:17.008277Z"}', '\x1e938d246e145cedf257223c16080ecd2162a31f846aa25c3d434d986d65f2cf', '2026-11-28 13:40:17.012287+00');
INSERT INTO duty.journal VALUES (73, '2026-11-28 13:40:17.008277+00', 'step', '2026-000008', NULL, NULL, NULL, '{"step":1,"mark":"4b37f69b7651032d","whom":"carl","due":"2026-11-29T13:40:17.008277Z"}', '\x42400856fe368fbc926994a7f46a105b0f74c8c47879da7539c96591589cfad7', '2026-11-28 13:40:17.012315+00');
INSERT INTO duty.journal VALUES (74, '2026-11-28 13:40:17.008277+00', 'page', '2026-000008', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","step":1,"means":0,"try":1,"gap":60000000,"code":9819}', '\x62b4829265e65ea569fecd6bade3783ae6a86b428e86deff4a808340043362bf', '2026-11-28 13:40:17.01232+00');
INSERT INTO duty.journal VALUES (75, '2026-11-28 13:40:17.017049+00', 'decline', '2026-000009', 'carl', NULL, NULL, '{"reason":"far away","from":"127.0.0.1:53468"}', '\x61ce9868c12c0390d2ff297827c790d860d81afe536df4211a927bf04c79b6e6', '2026-11-28 13:40:17.017151+00');
INSERT INTO duty.journal VALUES (76, '2026-11-28 13:40:17.017049+00', 'step', '2026-000009', NULL, NULL, NULL, '{"step":2,"mark":"a94e9c9e3804578e","whom":"dora","due":"2026-11-28T13:45:17.017049Z","reason":"declined"}', '\xbc087493ef3372626bfb58cb211d5c43b0d698bd2506b61f739fb8af8a6e2d4a', '2026-11-28 13:40:17.017189+00');
INSERT INTO duty.journal VALUES (77, '2026-11-28 13:40:17.017049+00', 'page', '2026-000009', NULL, NULL, NULL, '{"person":"dora","via":"sms","address":"4","step":2,"means":0,"try":1,"gap":60000000,"code":2511}', '\xc3a54ce0fb1363897d1fc5814b6089fa070fc183b3ffa314628fdff1b7b7ad3f', '2026-11-28 13:40:17.017193+00');
INSERT INTO duty.journal VALUES (78, '2026-11-28 13:40:17.019285+00', 'on', NULL, 'ann', NULL, NULL, '{"duty":"officer","person":"ann","standin":"unauthorised"}', '\x410073c9a656a0c132a654b1313fdd9d773c3cea9cbaaacdcbe0cfbf6e986631', '2026-11-28 13:40:17.019613+00');
INSERT INTO duty.journal VALUES (79, '2026-11-28 13:40:17.019528+00', 'page-sent', '2026-000009', NULL, NULL, NULL, '{"page":77,"attempt":1,"gateway":"gw-77","step":2,"person":"dora","via":"sms"}', '\xa474d5fa0e59d4532854b0164745ef391e89b331f059b2e9cd410e020d55784b', '2026-11-28 13:40:17.024397+00');
INSERT INTO duty.journal VALUES (80, '2026-11-28 13:40:17.021559+00', 'page-sent', '2026-000008', NULL, NULL, NULL, '{"page":74,"attempt":1,"gateway":"gw-74","step":1,"person":"carl","via":"sms"}', '\x0cfa3ecf0a691b6ba6aa10c237b3e2f442a25c3313ff0bcda48ef0fc68db0209', '2026-11-28 13:40:17.02444+00');
INSERT INTO duty.journal VALUES (81, '2026-11-28 13:40:17.024326+00', 'log', NULL, 'ann', 'officer', NULL, '{"text":"the lift is out"}', '\xb265fc2b8e5d49947945009c29ed6c746445a226f80badd944d94485c1124a7c', '2026-11-28 13:40:17.028279+00');
INSERT INTO duty.journal VALUES (82, '2026-11-28 13:40:17.032289+00', 'handover', NULL, 'ann', 'officer', NULL, '{"duty":"officer","out":"ann","in":"bob","text":"now\nopen incidents: 9\n  2026-000008 open grade=1 due=11-29 21:40 number 8\n  2026-000003 acked grade=2 by=carl number 3\n  2026-000009 open grade=2 due=21:45 number 9\n  2026-000012 open grade=2 due=11-29 21:40 number 12\n  2026-000004 open grade=3 due=11-29 21:40 number 4\n  2026-000007 open grade=3 due=11-29 21:40 number 7\n  2026-000010 open grade=3 due=11-29 21:40 number 10\n  2026-000002 open grade=4 due=11-29 21:40 number 2\n  2026-000011 open grade=4 due=11-29 21:40 number 11\nunanswered pages: 8\n  2026-000002 carl by sms, sent since 21:40\n  2026-000004 carl by sms, sent since 21:40\n  2026-000007 carl by sms, sent since 21:40\n  2026-000008 carl by sms, sent since 21:40\n  2026-000009 dora by sms, sent since 21:40\n  2026-000010 carl by sms, sent since 21:40\n  2026-000011 carl by sms, sent since 21:40\n  2026-000012 carl by sms, sent since 21:40\nreliefs: 0\nstanding orders: 0\nin the log since the last handover: 1\n  21:40 ann: the lift is out"}', '\xc8068e406c14e75c1c961d9c062ac155550aef100e0cbef38e123aacb27ad9f8', '2026-11-28 13:40:17.032412+00');
INSERT INTO duty.journal VALUES (83, '2026-11-28 13:40:17.036343+00', 'standing', NULL, 'carl', NULL, NULL, '{"text":"the north gate stays shut"}', '\x96a5b337327bfe2540531c6397532669bcbae5be8e70f21deea107ed8457fafa', '2026-11-28 13:40:17.03812+00');
INSERT INTO duty.journal VALUES (84, '2026-11-28 13:40:17.044381+00', 'standing', NULL, 'carl', NULL, NULL, '{"until":"2098-12-31T16:00:00.000000Z","text":"speak to nobody"}', '\x0040b89907220d29d9fa4dedbd0568755936a80109220d148122dce2d710e08f', '2026-11-28 13:40:17.044466+00');
INSERT INTO duty.journal VALUES (85, '2026-11-28 13:40:17.045388+00', 'relieve', NULL, 'carl', NULL, NULL, '{"duty":"officer","out":"ann","in":"dora","since":"2098-12-31T16:00:00.000000Z","until":"2099-01-01T16:00:00.000000Z","reason":"leave"}', '\x3a791e12a37ac64493e2322859465d36aaf4dd03752f79ae9a70a06c5a3a8ef3', '2026-11-28 13:40:17.04547+00');
INSERT INTO duty.journal VALUES (86, '2026-11-28 13:40:17.05235+00', 'close', '2026-000012', 'ann', 'officer', NULL, '{"outcome":"over"}', '\xc63f48bb0d028c4093451d1591a2e5639863ff2e9258ea0fb76aa1a882e4df7e', '2026-11-28 13:40:17.05249+00');
INSERT INTO duty.journal VALUES (87, '2026-11-28 13:40:17.05235+00', 'notice', '2026-000012', NULL, NULL, NULL, '{"person":"carl","via":"sms","address":"3","means":0,"until":"2026-11-28T14:40:17.052350Z","text":"2026-000012 closed by ann: II fire pier 12: number 12"}', '\x2db2ad6f376dfd7f434f884b75fed22cbfd5d3826a260be12c2ff9896f146d08', '2026-11-28 13:40:17.05254+00');
INSERT INTO duty.journal VALUES (88, '2026-11-28 13:40:17.058482+00', 'notice-sent', '2026-000012', NULL, NULL, NULL, '{"page":87,"attempt":1,"gateway":"gw-87","person":"carl","via":"sms"}', '\xdd2327da7b93bcbbd86512169e837c5efcde8baf5fb723393c2a1d7128f8eecc', '2026-11-28 13:40:17.058649+00');
INSERT INTO duty.migration VALUES (1, '001_journal', '7fecab8eedcb2db762b3a41edbbf6f34ccc4acf3a3d02ba8a37433f05cc07842', '2026-11-28 13:40:16.673232+00');
INSERT INTO duty.migration VALUES (2, '002_projections', 'b2a707031958aa2e7174bf67e3b44b300bf3bbecd053e0a13910cc4ec96eab0f', '2026-11-28 13:40:16.701525+00');
INSERT INTO duty.migration VALUES (3, '003_presence', 'f7f0137bc07a27b7e3c4b1208dccfe1c9a6a830c19620a3781b49eae0c96e4bb', '2026-11-28 13:40:16.733626+00');
INSERT INTO duty.migration VALUES (4, '004_notices', 'c620f39893bebf96c1df754b428055c819b7939741d28014705a879e9e461c5a', '2026-11-28 13:40:16.78836+00');
INSERT INTO duty.migration VALUES (5, '005_receipts', 'b70d920f996ffe8b193946253064368aa0a86367899d0569652ed8157041836e', '2026-11-28 13:40:16.804498+00');
INSERT INTO duty.migration VALUES (6, '006_waiting', '02d6735ac077a8e6d97d1a63770dc8fae4146c8f39190348ae3d07c9a117c99e', '2026-11-28 13:40:16.812297+00');
INSERT INTO duty.migration VALUES (7, '007_clock', '5fef6ba5b86361ea6343cecc77fe536e7a9c529126e6d04c4c9b480116ba64df', '2026-11-28 13:40:16.820299+00');
INSERT INTO duty.migration VALUES (8, '008_presence_start', '5b69e1cb023d398aad6adc8d39843013bed0ac8d71898b231b530edbbdeb3908', '2026-11-28 13:40:16.828313+00');
INSERT INTO duty.migration VALUES (9, '009_reminded', '24ed8cbd4a149ae30937646ea4438714c1d212081494cd6f9284c17b504d722c', '2026-11-28 13:40:16.860353+00');
INSERT INTO duty.migration VALUES (10, '010_selftest', 'a0ec8bbb8f8745524a830ba2d896a89f6fa75abd04c535861a3cafc6c9c3ae96', '2026-11-28 13:40:16.868307+00');
INSERT INTO duty.migration VALUES (11, '011_page_states', '261b4f65c638fd42ac3a625c6fa3f70412696d1dbd20aad78eff5ef258068d73', '2026-11-28 13:40:16.876268+00');
INSERT INTO duty.notice VALUES (13, '2026-000001', 'dora', 'sms', '4', '2026-000001 taken by carl: gap: post officer: nobody from 2026-11-28 21:40, with no end in sight', 'sent', '2026-11-28 13:40:16.903564+00', '2026-11-28 14:40:16.903564+00', NULL, '2026-11-28 13:40:16.914941+00', 'gw-13', NULL);
INSERT INTO duty.notice VALUES (17, '2026-000001', 'dora', 'sms', '4', '2026-000001 closed by carl: roster: post officer: nobody from 2026-11-28 21:40, with no end in sight', 'sent', '2026-11-28 13:40:16.918824+00', '2026-11-28 14:40:16.918824+00', NULL, '2026-11-28 13:40:16.937173+00', 'gw-17', NULL);
INSERT INTO duty.notice VALUES (87, '2026-000012', 'carl', 'sms', '3', '2026-000012 closed by ann: II fire pier 12: number 12', 'sent', '2026-11-28 13:40:17.05235+00', '2026-11-28 14:40:17.05235+00', NULL, '2026-11-28 13:40:17.058482+00', 'gw-87', NULL);
INSERT INTO duty.page VALUES (6, '2026-000001', 1, 'dora', 'sms', '4', 1, 'sent', '2026-11-28 13:40:16.889467+00', '2026-11-28 13:40:16.894568+00', 'gw-6', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (5, '2026-000001', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.889467+00', '2026-11-28 13:40:16.894689+00', 'gw-5', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (23, '2026-000003', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.937086+00', '2026-11-28 13:40:16.939803+00', 'gw-23', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (20, '2026-000002', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.929282+00', '2026-11-28 13:40:16.941563+00', 'gw-20', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (27, '2026-000004', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.93961+00', '2026-11-28 13:40:16.947386+00', 'gw-27', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (32, '2026-000005', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.946258+00', '2026-11-28 13:40:16.953389+00', 'gw-32', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (36, '2026-000006', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.948233+00', '2026-11-28 13:40:16.965107+00', 'gw-36', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (40, '2026-000007', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.957366+00', '2026-11-28 13:40:16.967612+00', 'gw-40', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (43, '2026-000008', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.965031+00', '2026-11-28 13:40:16.968954+00', 'gw-43', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (47, '2026-000009', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.966432+00', '2026-11-28 13:40:16.973442+00', 'gw-47', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (51, '2026-000010', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.968909+00', '2026-11-28 13:40:16.981676+00', 'gw-51', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (56, '2026-000011', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.977133+00', '2026-11-28 13:40:16.983316+00', 'gw-56', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (59, '2026-000012', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:16.981615+00', '2026-11-28 13:40:16.989452+00', 'gw-59', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (68, '2026-000004', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:17.000273+00', '2026-11-28 13:40:17.006668+00', 'gw-68', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (77, '2026-000009', 2, 'dora', 'sms', '4', 1, 'sent', '2026-11-28 13:40:17.017049+00', '2026-11-28 13:40:17.019528+00', 'gw-77', NULL, NULL, NULL);
INSERT INTO duty.page VALUES (74, '2026-000008', 1, 'carl', 'sms', '3', 1, 'sent', '2026-11-28 13:40:17.008277+00', '2026-11-28 13:40:17.021559+00', 'gw-74', NULL, NULL, NULL);
INSERT INTO duty.relief VALUES (85, 'officer', 'ann', 'dora', '2098-12-31 16:00:00+00', '2099-01-01 16:00:00+00', 'leave', 'carl', NULL);
INSERT INTO duty.shift VALUES (78, 'officer', 'ann', '2026-11-28 13:40:17.019285+00', 'unauthorised', NULL, NULL);
INSERT INTO duty.standing VALUES (83, '2026-11-28 13:40:17.036343+00', 'carl', NULL, 'the north gate stays shut', NULL);
INSERT INTO duty.standing VALUES (84, '2026-11-28 13:40:17.044381+00', 'carl', '2098-12-31 16:00:00+00', 'speak to nobody', NULL);
ALTER TABLE ONLY duty.handover
    ADD CONSTRAINT handover_pkey PRIMARY KEY (entry);
ALTER TABLE ONLY duty.heartbeat
    ADD CONSTRAINT heartbeat_pkey PRIMARY KEY (id);
ALTER TABLE ONLY duty.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (id);
ALTER TABLE ONLY duty.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY duty.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (number);
ALTER TABLE ONLY duty.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY duty.page
    ADD CONSTRAINT page_pkey PRIMARY KEY (id);
ALTER TABLE ONLY duty.relief
    ADD CONSTRAINT relief_pkey PRIMARY KEY (entry);
ALTER TABLE ONLY duty.shift
    ADD CONSTRAINT shift_pkey PRIMARY KEY (entry);
ALTER TABLE ONLY duty.standing
    ADD CONSTRAINT standing_pkey PRIMARY KEY (entry);
ALTER TABLE ONLY duty.watch
    ADD CONSTRAINT watch_pkey PRIMARY KEY (post);
CREATE INDEX handover_answered ON duty.handover USING btree (answered_at);
CREATE INDEX handover_open ON duty.handover USING btree (entry) WHERE (answer IS NULL);
CREATE INDEX incident_closed ON duty.incident USING btree (closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX incident_live ON duty.incident USING btree (id) WHERE (state = ANY (ARRAY['open'::text, 'acked'::text]));
CREATE INDEX journal_at ON duty.journal USING brin (at);
CREATE INDEX journal_clock ON duty.journal USING btree (seq) WHERE (kind = 'clock-step'::text);
CREATE INDEX journal_config ON duty.journal USING btree (seq) WHERE (kind = 'config'::text);
CREATE INDEX journal_log ON duty.journal USING btree (at) WHERE (kind = 'log'::text);
CREATE INDEX journal_reminded ON duty.journal USING btree (at) WHERE (kind = 'reminded'::text);
CREATE INDEX journal_rollcall ON duty.journal USING btree (seq) WHERE (kind = 'rollcall'::text);
CREATE INDEX journal_selftest ON duty.journal USING btree (seq) WHERE (kind = 'selftest'::text);
CREATE INDEX journal_subject ON duty.journal USING btree (subject, seq) WHERE (subject IS NOT NULL);
CREATE INDEX notice_waiting ON duty.notice USING btree (id) WHERE (finished_at IS NULL);
CREATE INDEX page_waiting ON duty.page USING btree (incident) WHERE (finished_at IS NULL);
CREATE INDEX relief_until ON duty.relief USING btree (until_at);
CREATE INDEX shift_open ON duty.shift USING btree (post, person) WHERE (off_entry IS NULL);
CREATE INDEX shift_person ON duty.shift USING btree (post, person, off_entry);
CREATE INDEX standing_open ON duty.standing USING btree (entry) WHERE (end_entry IS NULL);
CREATE TRIGGER journal_refuse BEFORE DELETE OR UPDATE OR TRUNCATE ON duty.journal FOR EACH STATEMENT EXECUTE FUNCTION duty.journal_refuse();

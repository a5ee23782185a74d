-- What dutyd reads at its start besides what is live: incidents that ended with a page of which nobody
-- knows yet what became of it.

create index page_waiting on duty.page (incident) where finished_at is null;

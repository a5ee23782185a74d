comment on column duty.page.state is
    'queued, held (it waits for its number, or for a hook that is down), deferred, sent (also in the message of another page), failed or dropped.';

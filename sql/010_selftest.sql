-- What dutyd reads at its start of the test of the paging: the last one, so that none is made twice in a
-- day.
create index journal_selftest on duty.journal (seq) where kind = 'selftest';

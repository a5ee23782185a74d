-- Who was told of which shift: read when dutyd starts, so that nobody is told twice.
create index journal_reminded on duty.journal (at) where kind = 'reminded';

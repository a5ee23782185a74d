-- What dutyd reads at its start besides what is live: by how much the clock was set meanwhile. Deadlines
-- in the log are those of the clock before.

create index journal_clock on duty.journal (seq) where kind = 'clock-step';

-- States have grown, and the table of transitions in the program names them all: no check here, which every new state would have to rebuild.
drop index runs_by_state;
alter table runs add column new_state text not null default 'queued';
update runs set new_state = state;
alter table runs drop column state;
alter table runs rename column new_state to state;

alter table runs add column wish         text;                        -- what a person asked of a run at work: pause, cancel
alter table runs add column priority     integer not null default 0;  -- the higher is trained first
alter table runs add column turn         integer not null default 0;  -- within a priority; the smallest is next
alter table runs add column not_before   text;                        -- a pause of seconds after a failure
alter table runs add column start_at     text;                        -- the owner's: not before this time
alter table runs add column hours        text;                        -- the owner's: only within these hours
alter table runs add column device_asked text not null default 'auto';
alter table runs add column executor     text;                        -- where it is trained, or was last
alter table runs add column place        text;                        -- the device or partition there
alter table runs add column handle       text;                        -- how its trainer is found again after a restart
alter table runs add column failures     integer not null default 0;  -- deaths of the trainer in a row at failed_step
alter table runs add column failed_step  integer;
alter table runs add column returned_to  text;                        -- where the data set was given back
alter table runs add column energy_wh    real;                        -- by the device's own counter; null when it has none
update runs set turn = queue_order;
create index runs_by_state on runs (state, priority desc, turn);

-- What happened to a run, for those who look later or missed it. Steps are in metrics.
create table events (
    id           integer primary key autoincrement,
    run_id       text    not null references runs (id) on delete cascade,
    kind         text    not null,                                    -- state, checkpoint, note
    message      text    not null,                                    -- for people
    data         text,                                                -- for programs, JSON
    at           text    not null
);
create index events_by_run on events (run_id, id);

-- Settings that may change while the daemon runs, as JSON.
create table settings (
    name         text    not null primary key,
    value        text    not null
) without rowid;

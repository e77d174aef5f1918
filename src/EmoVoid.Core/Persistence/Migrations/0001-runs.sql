-- Times are ISO-8601 text in UTC with milliseconds (2026-01-31T22:00:00.000Z): they sort as text and read as they are.

create table runs (
    id           text    not null primary key,  -- slug of the name; also the folder's name and the id in the API
    queue_order  integer not null unique,       -- the oldest queued run has the smallest
    name         text    not null,
    folder       text    not null,              -- the folder's name in the inbox
    state        text    not null check (state in ('queued', 'preparing', 'training', 'completed', 'failed')),
    model        text    not null,
    images       integer not null,
    steps        integer not null,
    stop_loss    real    not null,
    settings     text    not null,              -- every resolved training setting, JSON
    step         integer not null default 0,    -- the last step done
    resumed_at   integer,                       -- the step that the last start went on from
    message      text,                          -- why the run is where it is, for people
    exit_code    integer,                       -- of the last trainer; negative: the signal that ended it
    created_at   text    not null,
    started_at   text,                          -- the first start
    ended_at     text
);

create index runs_by_state on runs (state, queue_order);

create table metrics (
    run_id       text    not null references runs (id) on delete cascade,
    step         integer not null,
    loss         real    not null,
    pulse        real    not null,
    stop_base    real    not null,
    medium_loss  real    not null,
    lit          integer not null,
    seconds      real    not null,
    primary key (run_id, step)
) without rowid;

create table checkpoints (
    run_id       text    not null references runs (id) on delete cascade,
    step         integer not null,
    file         text    not null,              -- its name, without a folder: the files move to the output when the run ends
    bytes        integer not null,
    sha256       text    not null,
    reason       text    not null,
    saved_at     text    not null,
    primary key (run_id, step)
) without rowid;

create table recommendations (
    run_id       text    not null primary key references runs (id) on delete cascade,
    json         text    not null,
    made_at      text    not null
) without rowid;

create table notes (
    id           integer primary key,
    run_id       text    not null references runs (id) on delete cascade,
    message      text    not null,
    noted_at     text    not null
);

create index notes_by_run on notes (run_id);

-- The measurements of the checkpoints: step 0 is before the first step.
create table validations (
    run_id       text    not null references runs (id) on delete cascade,
    step         integer not null,
    seconds      real    not null,
    primary key (run_id, step)
) without rowid;

-- Their losses, a row for each picture at each noise: the same ones at every step of a run.
create table validation_losses (
    run_id       text    not null,
    step         integer not null,
    pair         integer not null,              -- counted from 0: first the held-out ones, then the trained ones
    held_out     integer not null,
    file         text    not null,              -- the picture, relative to the data set
    sigma        real    not null,              -- the share of noise, 0 to 1
    loss         real    not null,
    primary key (run_id, step, pair),
    foreign key (run_id, step) references validations (run_id, step) on delete cascade
) without rowid;

-- The pictures that are not trained, relative to the data set, JSON; images counts the others.
alter table runs add column held_out_files text not null default '[]';

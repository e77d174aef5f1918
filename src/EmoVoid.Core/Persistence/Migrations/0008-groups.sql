-- The runs that one folder became by its [sweep], which are compared when all of them are over.
create table groups (
    id           text    not null primary key,  -- as of a run, and never one of theirs; also the folder's name
    group_order  integer not null unique,       -- the oldest has the smallest
    name         text    not null,
    folder       text    not null,              -- the folder's name in the inbox
    swept        text    not null,              -- key → list of its values, JSON
    created_at   text    not null,
    ended_at     text,                          -- null while a run of it is not over
    returned_to  text                           -- where the data set is since then
);

alter table runs add column group_id text references groups (id);
alter table runs add column swept    text;      -- what the run has of its group's keys: key → value, JSON
create index runs_by_group on runs (group_id) where group_id is not null;

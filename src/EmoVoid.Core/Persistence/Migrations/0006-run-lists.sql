-- All that runs are searched, filtered and sorted by: a page of the list is found in one of these, and only its own rows are read whole.
create index runs_listed on runs (queue_order, state, model, id, name, folder, ended_at, priority, turn);
create index runs_ended on runs (ended_at is not null, ended_at desc, queue_order desc, state, model, id, name, folder);

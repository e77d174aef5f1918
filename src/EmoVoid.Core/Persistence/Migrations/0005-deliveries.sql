-- What is to be told to webhooks and the like, until they have taken it; and for a while after that, what became of it.
create table deliveries (
    id           integer primary key autoincrement,
    notice       text    not null,                   -- the same for every receiver and every try: receivers tell repeats by it
    event        text    not null,                   -- run.completed
    run_id       text,                               -- no reference: a deleted run's last news are still told
    receiver     text    not null,                   -- its name; addresses may hold secrets
    body         text    not null,                   -- JSON, as it is sent
    state        text    not null default 'waiting', -- waiting, delivered, abandoned
    attempts     integer not null default 0,
    problem      text,                               -- of the last try
    created_at   text    not null,
    next_at      text    not null,
    ended_at     text
);
create index deliveries_due on deliveries (state, receiver, next_at);

-- The last row of events that was looked at. Those before this migration are no news.
create table notified (event integer not null);
insert into notified (event) select coalesce(max(id), 0) from events;

-- Who may ask over REST. The keys themselves are nowhere: a stolen copy of this file lets nobody in.

create table api_keys (
    name         text    not null collate nocase primary key,
    scope        text    not null check (scope in ('read', 'write')),
    sha256       blob    not null unique,       -- of the key's text in UTF-8
    created_at   text    not null
) without rowid;

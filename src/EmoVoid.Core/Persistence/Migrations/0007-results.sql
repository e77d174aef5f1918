-- Which checkpoints stay when the run is completed: all, candidates, or how many of the best.
alter table runs add column keep   text not null default 'all';

-- SHA-256 of the model's files by path, JSON, as the trainer read them; null before the first start.
alter table runs add column models text;

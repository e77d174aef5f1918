-- What the last start of a run was trained with; null before the first.

alter table runs add column trainer_version text;
alter table runs add column torch_version   text;
alter table runs add column device          text;

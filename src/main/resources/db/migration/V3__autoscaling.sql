-- How many workers a function has, beyond what its code says ------------------------------------------------------

create table autoscaler_override (
    function_id text not null references function,
    setting     text not null,                                   -- min_containers, …
    value       integer not null,
    set_at      timestamptz not null,
    set_by      text not null,                                   -- an API token's id
    primary key (function_id, setting)
);

-- Overrides are counted, whoever changes them, so that every server's pools soon follow ----------------------------

create table autoscaler_revision (
    id     integer primary key check (id = 1),                   -- one row
    number bigint not null
);
insert into autoscaler_revision (id, number) values (1, 1);

create function count_autoscaler_change() returns trigger language plpgsql as $$
begin
    update autoscaler_revision set number = number + 1;
    return null;
end
$$;

create trigger counted after insert or update or delete or truncate on autoscaler_override
    for each statement execute function count_autoscaler_change();

-- Definitions that ask for workers with nobody calling, to be found among all --------------------------------------

alter table function_definition add column min_containers integer not null default 0;
update function_definition set min_containers = (spec -> 'scaling' ->> 'minContainers')::integer
    where (spec -> 'scaling' ->> 'minContainers')::integer > 0;
create index function_definition_kept on function_definition (id) where min_containers > 0;

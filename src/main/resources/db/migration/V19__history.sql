-- How many inputs of deleted calls have ended, and how: the statistics of a function add those of the calls that are left

create table ended_inputs (
    function_id text not null,
    minute      timestamptz not null,
    queue       text not null,                                   -- as in function_input
    status      smallint not null,                               -- as in function_input
    inputs      bigint not null,
    primary key (function_id, minute, queue, status)
);
create index ended_inputs_by_minute on ended_inputs (minute);

-- Workers, also after their end, as containers of their workspace --------------------------------------------------

create table container (
    id           text primary key,                               -- ta-…
    workspace_id text not null references workspace,
    app_id       text not null references app on delete cascade,
    function_id  text not null,
    requested_at timestamptz not null,
    ready_at     timestamptz,                                    -- null: not yet, or never
    ended_at     timestamptz,
    failed       boolean not null,                               -- it ended before it was ready, or died
    heard_at     timestamptz not null default now()              -- from the server that runs it
);
create index container_by_app on container (app_id, requested_at);
create index container_by_workspace on container (workspace_id, requested_at);

-- A container whose server is not heard any more has ended with it.
create view known_container as
    select id, workspace_id, app_id, function_id, requested_at, ready_at, failed,
        coalesce(ended_at, case when heard_at < now() - interval '90 seconds' then heard_at end) as ended_at
    from container;

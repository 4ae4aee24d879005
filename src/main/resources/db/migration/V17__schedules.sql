-- Functions that are called by the clock: those of the served deployments that have a schedule -----------------------

create table function_schedule (
    function_id  text primary key references function on delete cascade,
    app_id       text not null references app on delete cascade,
    workspace_id text not null,
    schedule     text not null,                                  -- of the definition, as JSON
    clock_start  timestamptz not null,                           -- what the periods are counted from
    due_at       timestamptz not null,                           -- the next call
    started_at   timestamptz                                     -- the last call
);
create index function_schedule_by_due on function_schedule (due_at);
create index function_schedule_by_app on function_schedule (app_id);

-- Variants of functions: other options than the code declares, which a client has bound ---------------------------

create table function_variant (
    id           text primary key,                               -- hash of the function's id and the options
    function_id  text not null references function on delete cascade,
    workspace_id text not null references workspace,
    options      jsonb not null,
    used_at      timestamptz not null                            -- known to the hour
);
create index function_variant_by_function on function_variant (function_id);
create index function_variant_by_workspace on function_variant (workspace_id);
create index function_variant_by_use on function_variant (used_at);

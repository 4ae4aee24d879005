-- Calls of functions ---------------------------------------------------------------------------------------------

-- A server that runs inputs. Those of a server that is not heard any more run again on another one.
create table call_server (
    id       text primary key,
    heard_at timestamptz not null
);

create table function_call (
    id              text primary key,                            -- fc-…, unguessable
    workspace_id    text not null references workspace,
    app_id          text not null references app on delete cascade,
    function_id     text not null references function on delete cascade,
    is_map          boolean not null,
    awaited         boolean not null,                            -- by a caller that reads the result once
    parent_input_id text,                                        -- the input whose code made the call
    created_at      timestamptz not null,
    input_count     integer not null,
    output_count    integer not null default 0,
    expires_at      timestamptz not null
);
create index function_call_by_expiry on function_call (expires_at);
create index function_call_by_function on function_call (function_id, created_at);
create index function_call_by_app on function_call (app_id);
create index function_call_by_parent on function_call (parent_input_id) where parent_input_id is not null;

create table function_input (
    id           text primary key,                               -- in-…
    call_id      text not null references function_call on delete cascade,
    workspace_id text not null,
    queue        text not null,                                  -- function id, then its parameters' values as JSON
    seq          bigint generated always as identity,
    idx          integer not null,                               -- in the call, from 0
    method       text not null,                                  -- of a class; '' for a function
    format       smallint not null,                              -- of the arguments and of the result
    args         bytea not null,
    state        smallint not null,                              -- 0 waiting, 1 running, 2 done
    available_at timestamptz not null,                           -- waits at least until then
    server_id    text,                                           -- that runs it
    runs         integer not null default 0,
    failures     integer not null default 0,                     -- runs that failed in the function's code
    deaths       integer not null default 0,                     -- runs that ended with their worker
    worker_id    text,                                           -- ta-…, of the last run
    created_at   timestamptz not null,
    started_at   timestamptz,
    finished_at  timestamptz,
    status       smallint,                                       -- of the client's GenericResult
    data_format  smallint,
    result       bytea,                                          -- the client's GenericResult without its data
    data         bytea,
    output_seq   integer,                                        -- order of the outputs of the call, from 1
    unique (call_id, idx)
);
alter table function_input alter column args set storage external;
alter table function_input alter column data set storage external;
create index function_input_waiting on function_input (queue, seq) where state = 0;
create index function_input_running on function_input (server_id) where state = 1;
create index function_input_outputs on function_input (call_id, output_seq) where output_seq is not null;

-- What a generator has yielded.
create table function_chunk (
    call_id text not null references function_call on delete cascade,
    index   bigint not null,                                     -- from 1
    format  smallint not null,
    data    bytea not null,
    primary key (call_id, index)
);

-- Ends inputs with their outputs; returns those that had not ended before. Locks the calls first, so that the outputs
-- of a call are numbered in the order in which they are committed: a reader that has seen one misses none before it.
create function finish_inputs(
    ids text[], statuses smallint[], formats smallint[], results bytea[], datas bytea[], workers text[], kept interval
) returns table (finished_input text, finished_call text) language plpgsql as $$
begin
    perform 1 from function_call c
        where c.id in (select i.call_id from function_input i where i.id = any (ids)) order by c.id for update;
    return query
        with given as (
            select * from unnest(ids, statuses, formats, results, datas, workers) with ordinality
                as g (id, status, format, result, data, worker_id, nth)
        ), live as (
            select g.*, i.call_id, row_number() over (partition by i.call_id order by g.nth) as place
                from given g join function_input i on i.id = g.id where i.state <> 2
        ), counted as (
            update function_call c set output_count = c.output_count + n.outputs, expires_at = now() + kept
                from (select l.call_id, count(*)::integer as outputs from live l group by l.call_id) n
                where c.id = n.call_id
                returning c.id, c.output_count - n.outputs as before
        )
        update function_input i
            set state = 2, finished_at = now(), status = l.status, data_format = l.format, result = l.result,
                data = l.data, worker_id = coalesce(l.worker_id, i.worker_id), server_id = null, args = ''::bytea,
                output_seq = c.before + l.place
            from live l join counted c on c.id = l.call_id
            where i.id = l.id
            returning i.id, i.call_id;
end
$$;

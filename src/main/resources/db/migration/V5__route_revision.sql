-- Changes of what is served under which hostname are counted, whoever makes them, so that every server's routes soon follow

create table route_revision (
    id         integer primary key check (id = 1),               -- one row
    number     bigint not null,
    counted_by xid8                                              -- the transaction that counted last
);
insert into route_revision (id, number) values (1, 1);

-- Once for each transaction, as the last thing it does: no transaction waits for another's lock while it holds this one.
create function count_route_change() returns trigger language plpgsql as $$
begin
    update route_revision set number = number + 1, counted_by = pg_current_xact_id()
        where counted_by is distinct from pg_current_xact_id();
    return null;
end
$$;

create constraint trigger counted after insert or delete on web_endpoint
    deferrable initially deferred for each row execute function count_route_change();
create constraint trigger counted_if_changed after update on web_endpoint
    deferrable initially deferred for each row when (old is distinct from new) execute function count_route_change();
create constraint trigger counted after insert or delete on endpoint_domain
    deferrable initially deferred for each row execute function count_route_change();
create constraint trigger counted_if_changed after update on endpoint_domain
    deferrable initially deferred for each row when (old.verified_at is distinct from new.verified_at)
    execute function count_route_change();
create constraint trigger counted_if_changed after update on app
    deferrable initially deferred for each row
    when ((old.state, old.version) is distinct from (new.state, new.version)) execute function count_route_change();

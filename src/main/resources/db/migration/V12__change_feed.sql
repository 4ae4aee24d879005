-- A counted change is announced to all servers, with what changed, when its transaction commits -------------------

create view change_revision (topic, number) as
    select 'routes', number from route_revision
    union all select 'credentials', number from credential_revision
    union all select 'autoscalers', number from autoscaler_revision;

-- The payload is "topic revision key"; no key: everything of the topic may have changed. PostgreSQL allows 7999 bytes,
-- sends equal payloads of one transaction once, and those of several transactions in the order of their commits.
create function announce_change(topic text, revision bigint, key text) returns void language sql as $$
    select pg_notify('webendpoints_change',
        topic || ' ' || revision || case when octet_length(key) <= 7000 then ' ' || key else '' end)
$$;

-- Credentials and autoscaler overrides: the key is the table.

create or replace function count_credential_change() returns trigger language plpgsql as $$
declare
    revision bigint;
begin
    update credential_revision set number = number + 1 returning number into revision;
    perform announce_change('credentials', revision, tg_table_name);
    return null;
end
$$;

create or replace function count_autoscaler_change() returns trigger language plpgsql as $$
declare
    revision bigint;
begin
    update autoscaler_revision set number = number + 1 returning number into revision;
    perform announce_change('autoscalers', revision, tg_table_name);
    return null;
end
$$;

-- Routes: the key is the app. A domain whose endpoint is gone has no app; the deletion of its endpoint is announced.

create or replace function count_route_change() returns trigger language plpgsql as $$
declare
    changed_row record;
    changed_app text;
begin
    update route_revision set number = number + 1, counted_by = pg_current_xact_id()
        where counted_by is distinct from pg_current_xact_id();
    if tg_op = 'DELETE' then changed_row := old; else changed_row := new; end if;
    if tg_table_name = 'app' then
        changed_app := changed_row.id;
    elsif tg_table_name = 'web_endpoint' then
        changed_app := changed_row.app_id;
    else
        select app_id into changed_app from web_endpoint where id = changed_row.endpoint_id;
    end if;
    if changed_app is not null then
        perform announce_change('routes', (select number from route_revision), changed_app);
    end if;
    return null;
end
$$;

-- Of which app a stopped hostname was, so that a server that reads the app learns of it --------------------------

alter table stopped_hostname add column app_id text;
create index stopped_hostname_by_app on stopped_hostname (app_id);

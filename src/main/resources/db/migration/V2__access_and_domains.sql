-- Changes of credentials are counted, whoever makes them, so that every server's memory of them is soon renewed ----

create table credential_revision (
    id     integer primary key check (id = 1),                   -- one row
    number bigint not null
);
insert into credential_revision (id, number) values (1, 1);

create function count_credential_change() returns trigger language plpgsql as $$
begin
    update credential_revision set number = number + 1;
    return null;
end
$$;

create trigger counted after insert or update or delete or truncate on proxy_token
    for each statement execute function count_credential_change();
create trigger counted after insert or update or delete or truncate on proxy_token_environment
    for each statement execute function count_credential_change();
create trigger counted after insert or update or delete or truncate on api_token
    for each statement execute function count_credential_change();
create trigger counted after insert or update or delete or truncate on signing_key
    for each statement execute function count_credential_change();

-- What an operator sets of an endpoint, over what its code says --------------------------------------------------

alter table web_endpoint rename column auth to declared_auth;    -- by the code
alter table web_endpoint add column operator_auth text;          -- set through the API; wins until it is cleared
alter table web_endpoint add column declared_domains text[] not null default '{}';
alter table web_endpoint add column operator_domains text[];     -- set through the API, '{}' for none; null: the code's

-- Custom domains, as they are in force ---------------------------------------------------------------------------

create table endpoint_domain (
    endpoint_id   text not null references web_endpoint on delete cascade,
    workspace_id  text not null references workspace,
    name          text not null,                                 -- lower case; *.example.com for one label below it
    verified_at   timestamptz,                                   -- null: pending, takes no traffic
    attempts      integer not null,                              -- looks for the TXT record so far
    next_check_at timestamptz not null,
    primary key (endpoint_id, name),
    unique (workspace_id, name)
);
create unique index endpoint_domain_verified on endpoint_domain (name) where verified_at is not null;
create index endpoint_domain_due on endpoint_domain (next_check_at) where verified_at is null;

-- Hostnames of apps that were stopped, the latest only, so that callers can be told -------------------------------

create table stopped_hostname (
    hostname   text primary key,
    stopped_at timestamptz not null
);
create index stopped_hostname_by_time on stopped_hostname (stopped_at);

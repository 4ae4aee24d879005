-- Commands that wait for somebody who has a token to confirm a code in a browser -----------------------------------

create table token_flow (
    id           text primary key,                               -- tf-…, unguessable
    network      text not null,                                  -- of the command: an IPv4 address or an IPv6 /64
    code_salt    bytea not null,
    code_hash    bytea not null,
    wait_salt    bytea not null,
    wait_hash    bytea not null,
    lifetime     bigint not null,                                -- of the token, in seconds; 0 for one that does not expire
    attempts     integer not null,                               -- codes that were tried
    confirmed_by text,                                           -- ak-…; null until the code was confirmed
    scopes       text,                                           -- that the token gets
    expires_at   timestamptz not null
);
create index token_flow_by_network on token_flow (network);

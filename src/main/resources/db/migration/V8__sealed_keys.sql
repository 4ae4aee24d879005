-- The private signing key is sealed as secrets are; one that an earlier version made is sealed at the next start.
alter table signing_key add column sealed boolean not null default false;

-- By which a server knows that its key for secrets is the one that the database was sealed with.
create table secrets_key_check (
    id    int primary key check (id = 1),
    value bytea not null                                 -- HMAC of a constant under a key derived from it
);

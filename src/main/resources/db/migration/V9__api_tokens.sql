-- API tokens are made, rotated and revoked while the server runs -------------------------------------------------

alter table api_token add column created_by text;                -- the token that made it; null: made at a start
alter table api_token add column expires_at timestamptz;         -- null: never
alter table api_token add column last_used_at timestamptz;       -- to the minute
alter table api_token add column revoked_at timestamptz;         -- the row stays, so that a start does not make it again
alter table api_token add column previous_salt bytea;            -- of the secret before the last rotation
alter table api_token add column previous_hash bytea;
alter table api_token add column previous_until timestamptz;     -- when that one ends
create index api_token_by_workspace on api_token (workspace_id, created_at, id);

-- Calling endpoints that want a JWT needed no scope until now.
update api_token set scopes = scopes || ' endpoints:call';

-- The moment of the last use is no change of a credential.
drop trigger counted on api_token;
create trigger counted after insert or delete or truncate
    or update of workspace_id, scopes, salt, hash, expires_at, revoked_at, previous_salt, previous_hash, previous_until
    on api_token for each statement execute function count_credential_change();

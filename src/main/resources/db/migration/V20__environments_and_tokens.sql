-- A deleted environment has no name, suffix or source any more; its row goes with the last of its apps -----------------

alter table environment add column deleted_at timestamptz;
create index environment_deleted on environment (deleted_at) where deleted_at is not null;
create index web_endpoint_by_environment on web_endpoint (environment_id);

-- Tokens that can be switched off and on again, and those of programs, which have a name of their own ------------------

alter table api_token add column disabled_at timestamptz;
alter table api_token add column is_service_user boolean not null default false;
create unique index api_token_service_user on api_token (workspace_id, name)
    where is_service_user and revoked_at is null;

drop trigger counted on api_token;
create trigger counted after insert or delete or truncate
    or update of workspace_id, scopes, salt, hash, expires_at, revoked_at, disabled_at, previous_salt, previous_hash,
        previous_until
    on api_token for each statement execute function count_credential_change();

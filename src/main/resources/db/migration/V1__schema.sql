-- Who is calling -----------------------------------------------------------------------------------------------

create table workspace (
    id         text primary key,                                 -- ac-…
    name       text not null unique,
    created_at timestamptz not null
);

create table environment (
    id           text primary key,                               -- en-…
    workspace_id text not null references workspace,
    name         text not null,
    web_suffix   text not null,                                  -- '' for the environment without a URL suffix
    source       text not null unique,                           -- workspace[-suffix]: what its hostnames begin with
    is_default   boolean not null,
    created_at   timestamptz not null,
    unique (workspace_id, name),
    unique (workspace_id, web_suffix)
);

create table api_token (
    id           text primary key,                               -- ak-…
    workspace_id text not null references workspace,
    name         text not null,
    scopes       text not null,                                  -- separated by spaces, as in RFC 6749
    salt         bytea not null,
    hash         bytea not null,
    created_at   timestamptz not null
);

create table proxy_token (
    id           text primary key,                               -- wk-…
    workspace_id text not null references workspace,
    name         text not null,
    scoped       boolean not null,                               -- only for the environments it was allowed for
    salt         bytea not null,
    hash         bytea not null,
    created_by   text not null,
    created_at   timestamptz not null
);
create index proxy_token_by_workspace on proxy_token (workspace_id, created_at, id);

create table proxy_token_environment (
    token_id       text not null references proxy_token on delete cascade,
    environment_id text not null references environment on delete cascade,
    primary key (token_id, environment_id)
);

create table signing_key (
    id          text primary key,                                -- the JWT's kid
    private_key bytea not null,                                  -- PKCS#8
    public_key  bytea not null,                                  -- X.509 SubjectPublicKeyInfo
    created_at  timestamptz not null
);

-- Content: files by hash, within one workspace -----------------------------------------------------------------

create table source_file (
    workspace_id text not null references workspace,
    sha256       text not null,                                  -- lower-case hex of the content
    size         bigint not null,
    created_at   timestamptz not null,
    primary key (workspace_id, sha256)
);

create table source_chunk (
    workspace_id text not null,
    sha256       text not null,
    seq          integer not null,                               -- from 0
    data         bytea not null,
    primary key (workspace_id, sha256, seq),
    foreign key (workspace_id, sha256) references source_file on delete cascade
);

create table mount (
    id           text primary key,                               -- mo-…
    workspace_id text not null references workspace,
    created_at   timestamptz not null
);

create table mount_file (
    mount_id text not null references mount on delete cascade,
    filename text not null,                                      -- absolute, as the client named it
    sha256   text not null,
    mode     integer not null,                                   -- permission bits
    primary key (mount_id, filename)
);

create table blob (
    id           text primary key,                               -- bl-…, unguessable: it is the right to upload
    workspace_id text not null references workspace,
    sha256       text not null,
    size         bigint not null,
    uploaded_at  timestamptz,                                    -- null until every byte arrived and matched
    created_at   timestamptz not null
);

-- Images -------------------------------------------------------------------------------------------------------

create table image (
    id              text primary key,                            -- im-…
    workspace_id    text not null references workspace,
    content_hash    text not null,                               -- of the base's hash, commands, files and arguments
    definition      jsonb not null,
    builder_version text not null,
    python_version  text not null,                               -- of the client that first asked: 3.11.7
    client_version  text not null,                               -- the modal package it deployed with
    state           text not null,                               -- PENDING, READY, FAILED
    failure         text,
    created_at      timestamptz not null,
    unique (workspace_id, content_hash)
);

-- Apps ---------------------------------------------------------------------------------------------------------

create table app (
    id                text primary key,                          -- ap-…
    workspace_id      text not null references workspace,
    environment_id    text not null references environment,
    name              text,                                      -- null while nothing was published under a name
    description       text not null,
    state             text not null,                             -- INITIALIZING, EPHEMERAL, DETACHED, DEPLOYED, STOPPED
    version           integer not null,                          -- of the deployment that is served; 0: none yet
    client_version    text not null,
    python_version    text not null,
    created_at        timestamptz not null,
    created_by        text not null,
    last_heartbeat_at timestamptz not null,
    deployed_at       timestamptz,
    deployed_by       text,
    stopped_at        timestamptz,
    stopped_by        text,
    tags              jsonb not null
);
create unique index app_deployed_name on app (environment_id, name) where state = 'DEPLOYED';
create index app_by_workspace on app (workspace_id, environment_id, created_at);

create table function (
    id         text primary key,                                 -- fu-…, the same over all deployments of its app
    app_id     text not null references app,
    tag        text not null,                                    -- "square", or "Model.*" for a class
    created_at timestamptz not null,
    unique (app_id, tag)
);

create table function_definition (
    id             text primary key,                             -- de-…
    function_id    text not null references function,
    spec           jsonb not null,                               -- what the server understands of it
    fingerprint    text not null,                                -- of the spec: equal ones need no new definition
    timeout_secs   integer not null,                             -- of one request, for the routes
    client_message bytea not null,                               -- what the client sent, for its own look-ups
    created_at     timestamptz not null
);
create index function_definition_by_function on function_definition (function_id, created_at);

create table app_class (
    id     text primary key,                                     -- cs-…
    app_id text not null references app
);

create table deployment (
    app_id         text not null references app,
    version        integer not null,                             -- from 1
    deployed_at    timestamptz not null,
    deployed_by    text not null,
    client_version text not null,
    tag            text not null,
    commit_info    jsonb,
    primary key (app_id, version)
);

create table deployment_function (
    app_id        text not null,
    version       integer not null,
    function_id   text not null references function,
    definition_id text not null references function_definition,
    primary key (app_id, version, function_id),
    foreign key (app_id, version) references deployment
);

create table deployment_class (
    app_id   text not null,
    version  integer not null,
    tag      text not null,
    class_id text not null references app_class,
    primary key (app_id, version, tag),
    foreign key (app_id, version) references deployment
);

create table secret (
    id             text primary key,                             -- st-…
    workspace_id   text not null references workspace,
    environment_id text not null references environment,
    name           text,                                         -- null for one that belongs to an app
    app_id         text references app,
    sealed         bytea not null,                               -- AES-GCM of a JSON object of variables
    fingerprint    bytea not null,                               -- keyed hash of the same, to know an equal one
    created_at     timestamptz not null,
    created_by     text not null
);
create unique index secret_by_name on secret (environment_id, name) where name is not null;
create unique index secret_of_app on secret (app_id, fingerprint) where name is null;

create table volume (
    id             text primary key,                             -- vo-…
    workspace_id   text not null references workspace,
    environment_id text not null references environment,
    name           text not null,
    version        integer not null,
    created_at     timestamptz not null,
    created_by     text not null,
    unique (environment_id, name)
);

-- Web endpoints ------------------------------------------------------------------------------------------------

create table web_endpoint (
    id              text primary key,                            -- we-…
    workspace_id    text not null references workspace,
    environment_id  text not null references environment,
    app_id          text not null references app,
    function_id     text not null references function,
    method          text not null,                               -- '' for a function, else the class's method
    kind            text not null,
    http_methods    text[] not null,
    source          text not null,                               -- the hostname's part before the dashes: workspace[-suffix]
    generated_label text not null,                               -- app-function or app-class-method
    requested_label text,                                        -- label= in the code
    operator_label  text,                                        -- set through the API; wins until it is cleared
    dev_suffix      text not null,                               -- '' for a deployed app, else 'dev' or the user's own
    hostname        text unique,                                 -- one DNS label; null when another app took it over
    auth            text not null,
    created_at      timestamptz not null,
    unique (function_id, method)
);
create index web_endpoint_page on web_endpoint (workspace_id, created_at, id);
create index web_endpoint_by_app on web_endpoint (app_id);

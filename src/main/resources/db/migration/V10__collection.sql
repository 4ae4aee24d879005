-- When something was last asked for or referred to: what nothing refers to any more is collected by its age ------------

alter table source_file add column used_at timestamptz not null default now();
alter table mount add column used_at timestamptz not null default now();
alter table image add column used_at timestamptz not null default now();
alter table function_definition add column used_at timestamptz not null default now();

create index source_file_by_content on source_file (sha256);
create index mount_file_by_content on mount_file (sha256);
create index deployment_function_by_definition on deployment_function (definition_id);
create index image_by_content on image (content_hash);

-- Which of an API token's secrets a JWT was made with ends with that secret --------------------------------------

alter table api_token add column secret_version integer not null default 0;  -- counts rotations

-- What a workspace has is known without counting it: each change of content changes its row, as the last thing it does --

create table workspace_content (
    workspace_id  text primary key references workspace on delete cascade,
    files         bigint not null,                               -- rows of source_file
    bytes         bigint not null,                               -- their sizes
    mounted_files bigint not null                                -- rows of mount_file
);
insert into workspace_content (workspace_id, files, bytes, mounted_files)
    select w.id,
        (select count(*) from source_file s where s.workspace_id = w.id),
        (select coalesce(sum(s.size), 0) from source_file s where s.workspace_id = w.id),
        (select count(*) from mount m join mount_file f on f.mount_id = m.id where m.workspace_id = w.id)
    from workspace w;

drop index source_file_by_workspace;
drop index mount_by_workspace;

-- Apps that have ended are deleted after a while, with all that belongs to them ------------------------------------

create index app_stopped on app (workspace_id, stopped_at) where state = 'STOPPED';
create index app_class_by_app on app_class (app_id);
create index deployment_class_by_class on deployment_class (class_id);
create index deployment_function_by_function on deployment_function (function_id);

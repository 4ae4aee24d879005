-- What a workspace has is counted before it gets more ------------------------------------------------------------

create index source_file_by_workspace on source_file (workspace_id) include (size);
create index mount_by_workspace on mount (workspace_id);
create index blob_by_workspace on blob (workspace_id);
create index volume_by_workspace on volume (workspace_id);

-- The inputs of a workspace that have not ended are counted for its quota.
create index function_input_unfinished on function_input (workspace_id) where state <> 2;

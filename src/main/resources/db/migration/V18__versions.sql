-- A version of an app can wait to be promoted, and an earlier one can be published again ---------------------------

alter table app add column newest_version integer not null default 0;    -- of its deployments, served or not; 0: none yet
update app set newest_version = version;

alter table deployment add column kind text not null default 'STANDARD'; -- STAGED, ROLLBACK, ROLLOVER, PROMOTION
alter table deployment add column source_version integer;                -- the version that it publishes again
alter table deployment add column python_version text not null default '';
update deployment d set python_version = a.python_version from app a where a.id = d.app_id;

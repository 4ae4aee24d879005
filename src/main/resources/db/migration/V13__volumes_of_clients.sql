-- An ephemeral volume has no name; its client sends heartbeats, and it is deleted when they stop.
alter table volume alter column name drop not null;
alter table volume add column heartbeat_at timestamptz;
create index volume_by_heartbeat on volume (heartbeat_at) where heartbeat_at is not null;

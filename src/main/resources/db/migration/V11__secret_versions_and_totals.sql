-- Which of an API token's secrets a JWT was made with ends with that secret --------------------------------------

alter table api_token add column secret_version integer not null default 0;  -- counts rotations

-- The modal.parameter()s of a class: name:type:required|optional, separated by blanks; what routes need of a definition --

alter table function_definition add column parameters text not null default '';

-- unit
DROP INDEX public.t_a;
drop operator class public.as_they_are using hash;
drop operator family public.as_they_are using hash;
DROP OPERATOR public.=== (integer, integer);

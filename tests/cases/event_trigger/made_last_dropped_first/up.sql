-- unit
DROP EVENT TRIGGER gone;

CREATE TABLE public.t (
    id integer
);

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.old;

CREATE EVENT TRIGGER "Seen !" ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION public.watch();
COMMENT ON EVENT TRIGGER "Seen !" IS 'says what was done';
ALTER EVENT TRIGGER turned ENABLE REPLICA;

-- unit
DROP EVENT TRIGGER "Seen !";

CREATE TABLE public.old (
    id integer
);

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.t;

CREATE EVENT TRIGGER gone ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION public.watch();
ALTER EVENT TRIGGER gone DISABLE;
ALTER EVENT TRIGGER turned DISABLE;

-- unit
DROP VIEW public.v;

-- hazard MAY_FAIL: fails if a value of a does not fit into integer
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

CREATE VIEW public.v AS
SELECT t.a
   FROM public.t;

REVOKE SELECT, INSERT ON TABLE public.v FROM reader;
GRANT ALL ON TABLE public.v TO CURRENT_USER;
REVOKE ALL ON TABLE public.v FROM writer;
GRANT ALL ON TABLE public.v TO CURRENT_USER;

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.u;

DROP FUNCTION public.open();
DROP FUNCTION public.closed();

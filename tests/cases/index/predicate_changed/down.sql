-- unit
DROP INDEX public.ix_active;
CREATE INDEX ix_active ON public.requests USING btree (expires_at DESC) WHERE ((status)::text = 'ACTIVE'::text);

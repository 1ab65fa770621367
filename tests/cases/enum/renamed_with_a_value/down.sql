-- unit
ALTER TYPE public.source RENAME TO status;
ALTER TYPE public.status RENAME VALUE 'admin_direct' TO 'direct';

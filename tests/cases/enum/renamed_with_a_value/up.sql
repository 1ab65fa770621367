-- unit
ALTER TYPE public.status RENAME TO source;
ALTER TYPE public.source RENAME VALUE 'direct' TO 'admin_direct';

-- unit
ALTER TABLE public.jobs RENAME TO finished_jobs;

CREATE TABLE public.jobs (
    id bigint NOT NULL,
    finished integer,
    CONSTRAINT new_jobs_key PRIMARY KEY (id)
);

ALTER TABLE public.jobs ADD CONSTRAINT jobs_finished_fkey FOREIGN KEY (finished) REFERENCES public.finished_jobs (id);

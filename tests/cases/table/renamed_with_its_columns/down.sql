-- unit
ALTER TABLE public.posts DROP CONSTRAINT fk_user;
ALTER TABLE public.members DROP CONSTRAINT pk_members;

-- hazard MAY_FAIL: fails if rows of members violate it
ALTER TABLE public.members ADD CONSTRAINT pk_users PRIMARY KEY (id);

-- hazard MAY_FAIL: fails if rows of posts violate it
ALTER TABLE public.posts ADD CONSTRAINT fk_user FOREIGN KEY (member_id) REFERENCES public.members (id);

ALTER TABLE public.members RENAME COLUMN email TO mail;
ALTER TABLE public.posts RENAME COLUMN member_id TO user_id;
ALTER TABLE public.members RENAME TO users;

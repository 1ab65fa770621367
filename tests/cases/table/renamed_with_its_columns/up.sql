-- unit
ALTER TABLE public.users RENAME TO members;
ALTER TABLE public.members RENAME COLUMN mail TO email;
ALTER TABLE public.posts RENAME COLUMN user_id TO member_id;
ALTER TABLE public.posts DROP CONSTRAINT fk_user;
ALTER TABLE public.members DROP CONSTRAINT pk_users;

-- hazard MAY_FAIL: fails if rows of members violate it
ALTER TABLE public.members ADD CONSTRAINT pk_members PRIMARY KEY (id);

-- hazard MAY_FAIL: fails if rows of posts violate it
ALTER TABLE public.posts ADD CONSTRAINT fk_user FOREIGN KEY (member_id) REFERENCES public.members (id);

-- unit
CREATE OPERATOR public.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = public.same, COMMUTATOR = OPERATOR(public.===), HASHES);

create operator class public.as_they_are for type integer using hash as
  operator 1 public.===, function 1 hashint4(integer);

comment on operator class public.as_they_are using hash is 'an operator of our own';
CREATE INDEX t_a ON public.t USING hash (a public.as_they_are);

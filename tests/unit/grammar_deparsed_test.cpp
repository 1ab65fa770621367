// What PostgreSQL 15 printed of a schema made for this test: all of it must parse.

#include "grammar/definition.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace limbeck::grammar;

namespace {

template <class T>
void check_parsed(const Parsed<T>& parsed) {
  if (parsed) return;
  CAPTURE(parsed.error().offset);
  FAIL_CHECK(parsed.error().message);
}

}  // namespace

TEST_CASE("pg_get_expr") {
  for (const char* text : {
           "'so so'::shop.mood",
           "(now() AT TIME ZONE 'utc'::text)",
           "(now() + '1 day 02:00:00'::interval)",
           "ARRAY['a'::text, 'b'::text]",
           "'-3'::integer",
           "(lower(name) || SUBSTRING(name FROM 1 FOR 2))",
           "'101'::\"bit\"",
           "LOCALTIMESTAMP(3)",
           "nextval('shop.\"T_id_seq\"'::regclass)",
           "((VALUE ~ '^[^@]+@[^@]+$'::text) AND (length(VALUE) < 200))",
           "((status)::text = ANY ((ARRAY['new'::character varying, 'it''s'::character varying])::text[]))",
           "((((price >= (1)::numeric) AND (price <= (2)::numeric)) IS NOT TRUE) OR ((status)::text ~~ "
           "like_escape('n%'::text, '!'::text)) OR (name !~* 'x'::text) OR (NOT (tags && ARRAY['q'::text])))",
           "\nCASE\n    WHEN (price > (1)::numeric) THEN ((status)::text IS DISTINCT FROM 'x'::text)\n"
           "    WHEN (price IS NULL) THEN false\n    ELSE (EXTRACT(epoch FROM created) > (0)::numeric)\nEND",
           "(((data ->> 'a'::text) IS NOT NULL) AND ((data #>> '{a,0}'::text[]) <> ''::text) AND (data ? 'k'::text))",
           "((COALESCE(price, (0)::numeric) > (GREATEST(1, 2))::numeric) AND (NULLIF((status)::text, ''::text) IS "
           "NULL) "
           "AND (POSITION(('a'::text) IN (name)) = 1) AND (TRIM(BOTH ' '::text FROM name) <> ''::text) AND "
           "(OVERLAY(name "
           "PLACING 'x'::text FROM 1 FOR 1) <> name))",
           "((name ~ similar_to_escape('a%'::text)) AND (name IS NORMALIZED) AND (ROW(created, updated) IS NOT NULL) "
           "AND "
           "(ROW(id, 1) < ROW(2, room)) AND (tags[1] = ANY (tags[2:3])) AND ((@ \"Weird \"\"Col\") > 0))",
           "(EXISTS ( SELECT 1\n   FROM shop.parent p\n  WHERE ((p.id = t.room) AND (p.\"Odd Name\" = CURRENT_USER))))",
       }) {
    CAPTURE(std::string(text));
    check_parsed(parse_expression(text));
    CHECK(same_tokens(text, std::string("(") + text + ")"));
  }
}

TEST_CASE("pg_get_constraintdef") {
  for (const char* text : {
           "PRIMARY KEY (id)",
           "UNIQUE NULLS NOT DISTINCT (status, name) INCLUDE (price)",
           "CHECK (((price >= (0)::numeric) AND (price < '1000000'::numeric)))",
           "CHECK (price >= 0::numeric AND price < '1000000'::numeric) NOT VALID",
           "EXCLUDE USING gist (room WITH =, during WITH &&) WHERE ((price > (0)::numeric)) DEFERRABLE",
           "FOREIGN KEY (room) REFERENCES shop.parent(id) ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY "
           "DEFERRED",
       }) {
    CAPTURE(std::string(text));
    check_parsed(parse_constraint(text));
  }
}

TEST_CASE("pg_get_indexdef, from USING on") {
  for (const char* text : {
           "USING btree (status, name) INCLUDE (price) NULLS NOT DISTINCT WITH (fillfactor='70')",
           "USING btree (lower(name) text_pattern_ops DESC NULLS LAST, ((price + (1)::numeric)), \"Weird \"\"Col\") "
           "INCLUDE (status) WITH (fillfactor='80') WHERE ((created IS NOT NULL) AND ((status)::text <> 'new'::text))",
           "USING gin (data jsonb_path_ops) WITH (fastupdate=off)",
           "USING btree (((data ->> 'a'::text)), COALESCE(status, 'x'::character varying), ((mood = "
           "'happy'::shop.mood)), EXTRACT(year FROM updated))",
           "USING btree (mood) NULLS NOT DISTINCT WHERE (mood = ANY (ARRAY['happy'::shop.mood, 'so so'::shop.mood]))",
       }) {
    CAPTURE(std::string(text));
    check_parsed(parse_index(text));
  }
}

TEST_CASE("pg_get_triggerdef, after the name") {
  for (const char* text : {
           "BEFORE INSERT OR UPDATE OF price, \"Weird \"\"Col\" ON shop.t FOR EACH ROW WHEN ((new.price > "
           "(1)::numeric)) "
           "EXECUTE FUNCTION shop.touch('a', '1', 'it''s')",
           "AFTER DELETE ON shop.t REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION shop.touch()",
           "CONSTRAINT AFTER INSERT ON shop.t FROM shop.parent DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE "
           "FUNCTION shop.touch()",
       }) {
    CAPTURE(std::string(text));
    check_parsed(parse_trigger(text));
  }
}

TEST_CASE("pg_get_functiondef, after the name") {
  for (const char* text : {
           "(a integer, b integer DEFAULT 1, VARIADIC rest integer[] DEFAULT '{}'::integer[])\n RETURNS integer\n"
           " LANGUAGE sql\n IMMUTABLE PARALLEL SAFE STRICT\n SET search_path TO 'shop', 'pg_temp'\n"
           "AS $function$select a + b$function$\n",
           "(x shop.mood, OUT y integer, OUT z text)\n RETURNS record\n LANGUAGE sql\n STABLE COST 5\n"
           "RETURN ROW(1, CASE WHEN (x = 'happy'::shop.mood) THEN 'a'::text ELSE 'b'::text END)\n",
           "()\n RETURNS TABLE(id bigint, name character varying)\n LANGUAGE sql\nBEGIN ATOMIC\n SELECT parent.id\n"
           "    FROM shop.parent\n   WHERE\n         CASE\n             WHEN (parent.id > 0) THEN true\n"
           "             ELSE false\n         END;\nEND\n",
           "(INOUT a integer, IN b timestamp with time zone DEFAULT now())\n LANGUAGE plpgsql\n SECURITY DEFINER\n"
           "AS $procedure$ begin a := 1; end $procedure$\n",
       }) {
    CAPTURE(std::string(text));
    check_parsed(parse_function(text));
  }
}

// R14 for foreign tables and what belongs to them, as attributes_test.cpp does it for the rest.

#include "support/attributes.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace limbeck;

namespace {

const std::vector<testing::AttributeCase>& cases() {
  static const std::vector<testing::AttributeCase> all{
      {"foreign table",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;",
       "",
       "CREATE FOREIGN TABLE \"F f\" (a integer OPTIONS (\"X x\" 'it''s') NOT NULL DEFAULT 1 CHECK (a > 0), b serial) "
       "SERVER s OPTIONS (\"T t\" 'a=b'); COMMENT ON FOREIGN TABLE \"F f\" IS 'x'; GRANT SELECT ON \"F f\" TO PUBLIC",
       {"added table 'public.F f'"},
       {"removed table 'public.F f'"}},
      {"user mapping",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;",
       "CREATE USER MAPPING FOR writer SERVER s",
       "CREATE USER MAPPING FOR \"odd \"\"role\"\"\" SERVER s OPTIONS (username 'it''s'); "
       "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (\"user\" 'u')",
       {"added user mapping 's.odd \"role\"'", "added user mapping 's.public'", "removed user mapping 's.writer'"},
       {"removed user mapping 's.odd \"role\"'", "removed user mapping 's.public'", "added user mapping 's.writer'"}},
      {"user mapping options, beside a secret",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;",
       "CREATE USER MAPPING FOR writer SERVER s OPTIONS (\"user\" 'u', password 'x', password_required 'true')",
       "CREATE USER MAPPING FOR writer SERVER s OPTIONS (password 'x', \"user\" 'v', username 'w')",
       {"changed user mapping 's.writer'"},
       {}},
      {"foreign table options",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;",
       "CREATE FOREIGN TABLE f (a integer) SERVER s OPTIONS (x '1', y '2')",
       "CREATE FOREIGN TABLE f (a integer) SERVER s OPTIONS (y '3', z '4')",
       {"changed table 'public.f'"},
       {}},
      {"foreign table at another server, with all that it has",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE SERVER r FOREIGN DATA WRAPPER w;",
       "CREATE FOREIGN TABLE f (a integer OPTIONS (x '1') DEFAULT 2 CHECK (a > 0)) SERVER s; "
       "COMMENT ON COLUMN f.a IS 'x'; CREATE VIEW v AS SELECT a FROM f; COMMENT ON FOREIGN TABLE f IS 'y'",
       "CREATE FOREIGN TABLE f (a integer OPTIONS (x '1') DEFAULT 2 CHECK (a > 0)) SERVER r; "
       "COMMENT ON COLUMN f.a IS 'x'; CREATE VIEW v AS SELECT a FROM f; COMMENT ON FOREIGN TABLE f IS 'y'",
       {"changed table 'public.f'"},
       {}},
      {"foreign table of a server that is made again",
       "CREATE FOREIGN DATA WRAPPER w;",
       "CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (a integer) SERVER s",
       "CREATE SERVER s TYPE 't' FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (a integer) SERVER s",
       {"changed server 's'"},
       {}},
      {"foreign table comment",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f () SERVER s;",
       "",
       "COMMENT ON FOREIGN TABLE f IS 'x'",
       {"added comment 'public.f'"},
       {"removed comment 'public.f'"}},
      {"foreign column options",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;",
       "CREATE FOREIGN TABLE f (a integer OPTIONS (x '1'), b integer OPTIONS (y '1', z '2'), c integer) SERVER s",
       "CREATE FOREIGN TABLE f (a integer, b integer OPTIONS (y '2', u '3'), c integer OPTIONS (v '4')) SERVER s",
       {"removed column options 'public.f.a'", "changed column options 'public.f.b'",
        "added column options 'public.f.c'"},
       {"added column options 'public.f.a'", "changed column options 'public.f.b'",
        "removed column options 'public.f.c'"}},
      {"foreign column type, nullability and enum",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;",
       "CREATE TYPE e AS ENUM ('a', 'b'); CREATE FOREIGN TABLE f (a integer, b e DEFAULT 'a', c text NOT NULL) SERVER "
       "s",
       "CREATE TYPE e AS ENUM ('a', 'c'); CREATE FOREIGN TABLE f (a timestamp, b e DEFAULT 'a', c text) SERVER s",
       {"changed enum 'public.e'", "changed column 'public.f.a'", "changed column 'public.f.c'"},
       {}},
      {"table that becomes a foreign one",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;",
       "CREATE TABLE f (a integer DEFAULT 1 CHECK (a > 0)); CREATE VIEW v AS SELECT a FROM f",
       "CREATE FOREIGN TABLE f (a integer DEFAULT 1 CHECK (a > 0)) SERVER s; CREATE VIEW v AS SELECT a FROM f",
       {"changed table 'public.f'"},
       {}},
      {"foreign part with options of its own",
       "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; "
       "CREATE TABLE t (a integer, b text) PARTITION BY LIST (a);",
       "CREATE FOREIGN TABLE f PARTITION OF t FOR VALUES IN (1) SERVER s",
       "CREATE FOREIGN TABLE f PARTITION OF t FOR VALUES IN (2) SERVER s; "
       "ALTER FOREIGN TABLE f ALTER COLUMN b OPTIONS (ADD x 'y')",
       {"added column options 'public.f.b'", "changed partition 'public.f'"},
       {"removed column options 'public.f.b'", "changed partition 'public.f'"}},
  };
  return all;
}

}  // namespace

TEST_CASE("R14: each attribute of foreign data, flipped, is found and migrated both ways") {
  testing::check_attributes(cases());
}

// Rows whose part has other bounds now, and values of columns that move between a base and its heirs, both ways.

#include "diff/plan.hpp"
#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/migration.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace limbeck::testing {
namespace {

struct Move {
  const char* name;
  std::string before;
  std::string after;
  std::string rows;    // put into the first
  std::string values;  // a query of what has to stay: of one text
};

const std::string by_time =
    "CREATE TABLE t (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at);";
const std::string three =
    "INSERT INTO t VALUES (1, '2024-02-02', 'a'), (2, '2024-08-08', 'b'), (3, '2024-12-31', NULL)";
const std::string all_of_t = "SELECT string_agg(t::text, ' ' ORDER BY t) FROM t";

const std::vector<Move>& moves() {
  static const std::vector<Move> all{
      {"a part split, with an identity and a generated column",
       "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, at date NOT NULL, n integer GENERATED ALWAYS AS (id + "
       "1) "
       "STORED) PARTITION BY RANGE (at); CREATE TABLE t_24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO "
       "('2025-01-01');",
       "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, at date NOT NULL, n integer GENERATED ALWAYS AS (id + "
       "1) "
       "STORED) PARTITION BY RANGE (at); CREATE TABLE t_24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO "
       "('2024-07-01'); CREATE TABLE t_24b PARTITION OF t FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');",
       "INSERT INTO t (at) VALUES ('2024-02-02'), ('2024-08-08'), ('2024-12-31')", all_of_t},
      {"another modulus",
       "CREATE TABLE t (id integer) PARTITION BY HASH (id);"
       "CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
       "CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);",
       "CREATE TABLE t (id integer) PARTITION BY HASH (id);"
       "CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 3, REMAINDER 0);"
       "CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 3, REMAINDER 1);"
       "CREATE TABLE t2 PARTITION OF t FOR VALUES WITH (MODULUS 3, REMAINDER 2);",
       "INSERT INTO t SELECT generate_series(1, 30)", all_of_t},
      {"a part for rows of the default one", by_time + "CREATE TABLE t_d PARTITION OF t DEFAULT;",
       by_time + "CREATE TABLE t_d PARTITION OF t DEFAULT; CREATE TABLE t_h PARTITION OF t FOR VALUES FROM "
                 "('2024-07-01') TO ('2024-09-01');",
       three, "SELECT string_agg(t::text, ' ' ORDER BY t) FROM t WHERE at < '2024-07-01' OR at > '2024-09-01'"},
      {"lists: one value moves, another part takes what was in the default one",
       "CREATE TABLE t (id integer NOT NULL, kind text) PARTITION BY LIST (kind); CREATE TABLE a PARTITION OF t FOR "
       "VALUES IN ('a', 'b', NULL); CREATE TABLE c PARTITION OF t FOR VALUES IN ('c'); CREATE TABLE d PARTITION OF t "
       "DEFAULT;",
       "CREATE TABLE t (id integer NOT NULL, kind text) PARTITION BY LIST (kind); CREATE TABLE a PARTITION OF t FOR "
       "VALUES IN ('a'); CREATE TABLE c PARTITION OF t FOR VALUES IN ('b', 'c', 'it''s'); CREATE TABLE d PARTITION OF "
       "t "
       "DEFAULT;",
       "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL), (4, 'c'), (5, 'it''s'), (6, 'x')", all_of_t},
      {"two parts become one, of two keys",
       "CREATE TABLE t (a integer, b text) PARTITION BY RANGE (a, b); CREATE TABLE x PARTITION OF t FOR VALUES FROM "
       "(1, "
       "MINVALUE) TO (5, 'm'); CREATE TABLE y PARTITION OF t FOR VALUES FROM (5, 'm') TO (9, MAXVALUE);",
       "CREATE TABLE t (a integer, b text) PARTITION BY RANGE (a, b); CREATE TABLE z PARTITION OF t FOR VALUES FROM "
       "(1, "
       "MINVALUE) TO (9, MAXVALUE);",
       "INSERT INTO t VALUES (1, 'a'), (5, 'a'), (5, 'm'), (9, 'z')", all_of_t},
      {"a table with rows attached, where the default part has some, too",
       by_time + "CREATE TABLE t_d PARTITION OF t DEFAULT;"
                 "CREATE TABLE own (id integer NOT NULL, at date NOT NULL, note text);",
       by_time + "CREATE TABLE t_d PARTITION OF t DEFAULT; CREATE TABLE own PARTITION OF t FOR VALUES FROM "
                 "('2024-07-01') TO ('2024-09-01');",
       three + "; INSERT INTO own VALUES (4, '2024-08-01', 'x')",
       "SELECT string_agg(t::text, ' ' ORDER BY t) FROM (SELECT * FROM t UNION SELECT * FROM own) t"},
      {"an heir's column becomes its base's, with what stands on it",
       "CREATE TABLE base (a integer); CREATE TABLE h (b varchar(9) DEFAULT 'd' NOT NULL) INHERITS (base);"
       "CREATE INDEX hb ON h (b); CREATE VIEW v AS SELECT b FROM h; COMMENT ON COLUMN h.b IS 'b';",
       "CREATE TABLE base (a integer, b text NOT NULL); CREATE TABLE h () INHERITS (base);"
       "CREATE INDEX hb ON h (b); CREATE VIEW v AS SELECT b FROM h; COMMENT ON COLUMN h.b IS 'b';",
       "INSERT INTO h VALUES (1, 'x'), (2, 'y')", "SELECT string_agg(a || b, ' ' ORDER BY a) FROM h"},
      {"two heirs' columns become their base's, which has a default",
       "CREATE TABLE base (a integer); CREATE TABLE g (b text) INHERITS (base); CREATE TABLE h (b text) INHERITS "
       "(base); CREATE TABLE hh () INHERITS (h);",
       "CREATE TABLE base (a integer, b text DEFAULT 'd'); CREATE TABLE g () INHERITS (base); CREATE TABLE h () "
       "INHERITS (base); CREATE TABLE hh () INHERITS (h);",
       "INSERT INTO g VALUES (1, 'x'); INSERT INTO h VALUES (2, NULL); INSERT INTO hh VALUES (3, 'z')",
       "SELECT (SELECT string_agg(g::text, ' ') FROM g) || (SELECT string_agg(h::text, ' ' ORDER BY a) FROM h)"},
      {"a base's column stays in one of its heirs, with another type",
       "CREATE TABLE base (a integer, b integer DEFAULT 7); CREATE TABLE m () INHERITS (base); CREATE TABLE h () "
       "INHERITS (m); CREATE TABLE g () INHERITS (base); CREATE INDEX hb ON h (b);",
       "CREATE TABLE base (a integer); CREATE TABLE m () INHERITS (base); CREATE TABLE h (b bigint) INHERITS (m);"
       "CREATE TABLE g () INHERITS (base); CREATE INDEX hb ON h (b);",
       "INSERT INTO h VALUES (1, 5)", "SELECT string_agg(a || ' ' || b, ' ') FROM h"},
      {"the whole takes in the keys and indexes of its parts",
       by_time + "CREATE TABLE p (at date NOT NULL, note text, id integer NOT NULL); ALTER TABLE t ATTACH PARTITION p "
                 "DEFAULT; ALTER TABLE p ADD CONSTRAINT mine PRIMARY KEY (id, at); CREATE INDEX its ON p (note);",
       by_time + "CREATE TABLE p (at date NOT NULL, note text, id integer NOT NULL); ALTER TABLE t ATTACH PARTITION p "
                 "DEFAULT; ALTER TABLE p ADD CONSTRAINT mine PRIMARY KEY (id, at); CREATE INDEX its ON p (note);"
                 "ALTER TABLE t ADD PRIMARY KEY (id, at); CREATE INDEX i ON t (note);",
       three, all_of_t},
      {"parameters of an index and a key of the whole",
       "CREATE TABLE t (id integer PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE p PARTITION OF t DEFAULT;"
       "CREATE INDEX i ON t (id) WITH (fillfactor = 70);",
       "CREATE TABLE t (id integer, PRIMARY KEY (id) WITH (fillfactor = 80)) PARTITION BY LIST (id); CREATE TABLE p "
       "PARTITION OF t DEFAULT; CREATE INDEX i ON t (id) WITH (fillfactor = 80);",
       "INSERT INTO t VALUES (1)", all_of_t},
      {"the attributes of a composite that columns, a domain and another composite use get another order",
       "CREATE TYPE a AS (x integer, y text); CREATE TYPE o AS (p a, q integer); CREATE DOMAIN d AS a; "
       "CREATE TABLE t (id integer, c a, n o, w d);",
       "CREATE TYPE a AS (y text, x integer); CREATE TYPE o AS (p a, q integer); CREATE DOMAIN d AS a; "
       "CREATE TABLE t (id integer, c a, n o, w d);",
       "INSERT INTO t VALUES (1, ROW(3, 'a,\"b'), ROW(ROW(4, NULL), 5), ROW(6, '')), (2, NULL, NULL, NULL), "
       "(3, ROW(NULL, NULL), ROW(NULL, NULL), ROW(NULL, NULL))",
       "SELECT string_agg(concat_ws('|', id, (c).x, (c).y, c IS NOT DISTINCT FROM NULL, ((n).p).x, ((n).p).y, (n).q, "
       "n IS NOT DISTINCT FROM NULL, (w).x, (w).y, w IS NOT DISTINCT FROM NULL), ' ' ORDER BY id) FROM t"},
      {"an attribute comes before others, and another gets a type that no text reads as",
       "CREATE TYPE a AS (x numeric(10, 2), y boolean); CREATE TABLE t (id integer, c a);",
       "CREATE TYPE a AS (x integer, n text, y integer); CREATE TABLE t (id integer, c a);",
       "INSERT INTO t VALUES (1, ROW(3, true)), (2, NULL), (3, ROW(NULL, false))",
       "SELECT string_agg(concat_ws('|', id, (c).x::integer, (c).y::integer), ' ' ORDER BY id) FROM t"},
      {"an attribute gets a type that no text reads as, and one goes",
       "CREATE TYPE a AS (x numeric(10, 2), y integer); CREATE TABLE t (id integer, c a);",
       "CREATE TYPE a AS (x integer); CREATE TABLE t (id integer, c a);", "INSERT INTO t VALUES (1, ROW(3.00, NULL))",
       "SELECT string_agg(concat_ws('|', id, (c).x::integer), ' ') FROM t"},
      {"the type of a table changes",
       "CREATE TYPE a AS (id integer, name text); CREATE TABLE t OF a (PRIMARY KEY (id)); "
       "CREATE VIEW v AS SELECT id FROM t;",
       "CREATE TYPE a AS (id bigint, name text, more text); CREATE TABLE t OF a (PRIMARY KEY (id)); "
       "CREATE VIEW v AS SELECT id FROM t;",
       "INSERT INTO t VALUES (1, 'x')", "SELECT string_agg(id || name, ' ') FROM t"},
  };
  return all;
}

std::string value_of(pg::Connection& connection, const std::string& query) {
  return std::string(connection.execute(query).text(0, 0));
}

}  // namespace

TEST_CASE("rows and values that move to other parts and columns stay, both ways") {
  Cluster& cluster = Cluster::shared();
  for (const Move& each : moves()) {
    CAPTURE(std::string(each.name));
    const std::string live = cluster.create_from_sql(each.before);
    const std::string was = cluster.create_from_sql(each.before);
    const std::string desired = cluster.create_from_sql(each.after);
    pg::Connection source(cluster.url(live));
    source.execute(each.rows);
    pg::Connection target(cluster.url(desired));
    const std::string values = value_of(source, each.values);
    REQUIRE(!values.empty());
    const diff::Plan plan = plan_to_database(source, target);
    apply(source, plan.upgrade);
    check_equal(live, desired);
    CHECK(value_of(source, each.values) == values);
    CHECK(changes_of(plan_to_database(source, target)) == "");
    apply(source, plan.downgrade);
    check_equal(live, was);
    CHECK(value_of(source, each.values) == values);
  }
}

}  // namespace limbeck::testing

// Tables that PostgreSQL cannot alter into what they shall be are made again: their rows, and all that stands in them
// or depends on them, have to be there afterwards, both ways.

#include "diff/plan.hpp"
#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/migration.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::testing {
namespace {

struct Remade {
  const char* name;
  std::string before;
  std::string after;
  std::string rows;    // put into the first
  std::string values;  // a query of what has to stay: of one text
};

const std::string parted =
    "CREATE TABLE t (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at);"
    "CREATE TABLE t_24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');";
const std::string plain = "CREATE TABLE t (id integer NOT NULL, at date NOT NULL, note text);";
const std::string three =
    "INSERT INTO t VALUES (1, '2024-02-02', 'a'), (2, '2024-03-03', 'b'), (3, '2024-12-31', NULL)";
const std::string all_of_t = "SELECT string_agg(t::text, ' ' ORDER BY t) FROM t";

const std::vector<Remade>& tables() {
  static const std::vector<Remade> all{
      {"divided", plain, parted, three, all_of_t},
      {"divided and forced to obey its policies",
       plain + "ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;",
       parted + "ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;", three, all_of_t},
      {"divided in another way, parts of the same name", parted,
       "CREATE TABLE t (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY LIST (id);"
       "CREATE TABLE t_24 PARTITION OF t FOR VALUES IN (1, 2); CREATE TABLE t_x PARTITION OF t DEFAULT;",
       three, all_of_t},
      {"a part divided", parted,
       "CREATE TABLE t (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at);"
       "CREATE TABLE t_24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);"
       "CREATE TABLE t_1 PARTITION OF t_24 FOR VALUES IN (1, 2, 3); CREATE TABLE t_d PARTITION OF t_24 DEFAULT;",
       three, all_of_t},
      {"the whole and its part divided in other ways",
       "CREATE TABLE t (a integer, b integer, c text) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF t FOR VALUES "
       "IN (1) PARTITION BY LIST (b); CREATE TABLE q PARTITION OF p FOR VALUES IN (1); CREATE TABLE r PARTITION OF t "
       "DEFAULT; CREATE INDEX t_c ON t (c); CREATE INDEX q_b ON q (b);",
       "CREATE TABLE t (a integer, b integer, c text) PARTITION BY LIST (b); CREATE TABLE p PARTITION OF t FOR VALUES "
       "IN (1) PARTITION BY LIST (a); CREATE TABLE q PARTITION OF p FOR VALUES IN (1); CREATE TABLE r PARTITION OF t "
       "DEFAULT; CREATE INDEX t_c ON t (c); CREATE INDEX q_b ON q (b);",
       "INSERT INTO t VALUES (1, 1, 'x'), (2, 2, 'y')", all_of_t},
      {"another type in the partition key", parted,
       "CREATE TABLE t (id integer NOT NULL, at timestamp NOT NULL, note text) PARTITION BY RANGE (at);"
       "CREATE TABLE t_24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
       three, "SELECT string_agg(id || at::date::text || coalesce(note, ''), ' ' ORDER BY id) FROM t"},
      {"a part that stays behind as a table, and one that goes",
       "CREATE TABLE t (id integer) PARTITION BY LIST (id); CREATE TABLE p PARTITION OF t FOR VALUES IN (1);"
       "CREATE TABLE q PARTITION OF t FOR VALUES IN (2);",
       "CREATE TABLE t (id integer); CREATE TABLE p (id integer);", "INSERT INTO t VALUES (1), (2)",
       "SELECT string_agg(id::text, ' ' ORDER BY id) FROM (SELECT * FROM t UNION SELECT * FROM p) x"},
      {"all that a table can have",
       "CREATE TABLE r (id integer PRIMARY KEY);"
       "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin raise ''fired''; end';"
       "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, at date NOT NULL, note text DEFAULT 'x', r integer "
       "REFERENCES r, n integer GENERATED ALWAYS AS (length(note)) STORED, CHECK (id > 0), PRIMARY KEY (id, at));"
       "CREATE TABLE c (id bigint, at date, FOREIGN KEY (id, at) REFERENCES t ON UPDATE CASCADE);"
       "CREATE INDEX t_note ON t (note) WHERE note <> ''; COMMENT ON INDEX t_note IS 'i'; COMMENT ON COLUMN t.note IS "
       "'n';"
       "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (note = 'x'); GRANT SELECT ON t TO PUBLIC;"
       "CREATE VIEW v AS SELECT id, note FROM t; CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM v;"
       "CREATE FUNCTION s(t) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT $1.note; END;"
       "CREATE STATISTICS st ON id, at FROM t; CREATE PUBLICATION pb FOR TABLE t;"
       "CREATE RULE w AS ON DELETE TO t DO INSTEAD NOTHING;",
       "CREATE TABLE r (id integer PRIMARY KEY);"
       "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin raise ''fired''; end';"
       "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, at date NOT NULL, note text DEFAULT 'x', r integer "
       "REFERENCES r, n integer GENERATED ALWAYS AS (length(note)) STORED, CHECK (id > 0), PRIMARY KEY (id, at)) "
       "PARTITION BY RANGE (at); CREATE TABLE t_d PARTITION OF t DEFAULT;"
       "CREATE TABLE c (id bigint, at date, FOREIGN KEY (id, at) REFERENCES t ON UPDATE CASCADE);"
       "CREATE INDEX t_note ON t (note) WHERE note <> ''; COMMENT ON INDEX t_note IS 'i'; COMMENT ON COLUMN t.note IS "
       "'n';"
       "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (note = 'x'); GRANT SELECT ON t TO PUBLIC;"
       "CREATE VIEW v AS SELECT id, note FROM t; CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM v;"
       "CREATE FUNCTION s(t) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT $1.note; END;"
       "CREATE STATISTICS st ON id, at FROM t; CREATE PUBLICATION pb FOR TABLE t;"
       "CREATE RULE w AS ON DELETE TO t DO INSTEAD NOTHING;"
       "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();",
       "INSERT INTO r VALUES (1); INSERT INTO t (at, note, r) VALUES ('2024-01-01', 'a', 1), ('2024-01-02', 'b', 1);"
       "INSERT INTO c VALUES (2, '2024-01-02'); REFRESH MATERIALIZED VIEW m; SELECT nextval('t_id_seq')",
       "SELECT (SELECT string_agg(t::text, ' ' ORDER BY id) FROM t) || (SELECT last_value FROM t_id_seq) || "
       "(SELECT n FROM m) || (SELECT string_agg(c::text, ' ') FROM c)"},
      {"serial, which goes on", "CREATE TABLE t (id serial, at date NOT NULL);",
       "CREATE TABLE t (id serial, at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE d PARTITION OF t DEFAULT;",
       "INSERT INTO t (at) VALUES ('2024-01-01'), ('2024-01-02')",
       "SELECT max(id) || ' ' || (SELECT last_value FROM t_id_seq) FROM t"},
      {"identity that becomes serial", "CREATE TABLE t (id integer GENERATED BY DEFAULT AS IDENTITY, at date);",
       "CREATE TABLE t (id serial, at date) PARTITION BY RANGE (at); CREATE TABLE d PARTITION OF t DEFAULT;",
       "INSERT INTO t (at) VALUES ('2024-01-01'), ('2024-01-02')",
       "SELECT max(id) || ' ' || (SELECT last_value FROM t_id_seq) FROM t"},
      {"row type of columns, an enum made again at once",
       "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (id integer, m e DEFAULT 'a'); CREATE TABLE h (v t);",
       "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE t (id integer, m e DEFAULT 'a') PARTITION BY LIST (m);"
       "CREATE TABLE d PARTITION OF t DEFAULT; CREATE TABLE h (v t);",
       "INSERT INTO t VALUES (1, 'b'); INSERT INTO h VALUES (ROW(2, 'a'))",
       "SELECT (SELECT t::text FROM t) || (SELECT v::text FROM h)"},
      {"two that refer to each other",
       "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY, up integer REFERENCES b, a "
       "integer REFERENCES a);",
       "CREATE TABLE a (id integer PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE a1 PARTITION OF a DEFAULT;"
       "CREATE TABLE b (id integer PRIMARY KEY, up integer REFERENCES b, a integer REFERENCES a) PARTITION BY LIST "
       "(id); CREATE TABLE b1 PARTITION OF b DEFAULT;",
       "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, NULL, 1), (2, 1, 1)",
       "SELECT (SELECT string_agg(b::text, ' ' ORDER BY id) FROM b) || (SELECT string_agg(a::text, '') FROM a)"},
  };
  return all;
}

std::string value_of(pg::Connection& connection, const std::string& query) {
  return std::string(connection.execute(query).text(0, 0));
}

}  // namespace

TEST_CASE("remade tables keep their rows and what depends on them, both ways") {
  Cluster& cluster = Cluster::shared();
  for (const Remade& each : tables()) {
    CAPTURE(std::string(each.name));
    const std::string live = cluster.create_from_sql(each.before);
    const std::string was = cluster.create_from_sql(each.before);
    const std::string desired = cluster.create_from_sql(each.after);
    {
      pg::Connection connection(cluster.url(live));
      pg::Connection wanted(cluster.url(desired));
      connection.execute("SET search_path = public");
      connection.execute(each.rows);
      const std::string values = value_of(connection, each.values);
      REQUIRE(!values.empty());
      const diff::Plan plan = plan_to_database(connection, wanted);
      apply(connection, plan.upgrade);
      CHECK(value_of(connection, each.values) == values);
      check_equal(live, desired);
      CHECK(changes_of(plan_to_database(connection, wanted)) == "");
      apply(connection, plan.downgrade);
      CHECK(value_of(connection, each.values) == values);
      check_equal(live, was);
    }
    for (const std::string& database : {live, was, desired}) cluster.drop_database(database);
  }
}

}  // namespace limbeck::testing

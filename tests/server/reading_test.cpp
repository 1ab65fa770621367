// Introspection: what is read does not depend on who reads, on where, or on what others do meanwhile.

#include "catalog/introspect.hpp"
#include "model/error.hpp"
#include "pg/connection.hpp"
#include "pg/process.hpp"
#include "support/cluster.hpp"
#include "support/migration.hpp"
#include "support/project.hpp"
#include "toml/writer.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <atomic>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace limbeck;
using testing::Cluster;
using testing::Project;

namespace {

// Something of every kind, of which a reader owns nothing, and may not even look into s or hidden.
const char* const schema = R"(
CREATE SCHEMA s;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE SEQUENCE numbers;
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select a';
REVOKE ALL ON FUNCTION f(integer) FROM PUBLIC;
CREATE TABLE p (id serial PRIMARY KEY, code text NOT NULL, m mood DEFAULT 'ok', CONSTRAINT positive CHECK (id > 0));
CREATE UNIQUE INDEX p_code ON p (code);
CREATE TABLE c (id integer CONSTRAINT positive CHECK (id > 1), code text CONSTRAINT fk_p REFERENCES p (code),
                g integer GENERATED ALWAYS AS (f(id)) STORED);
CREATE TABLE d (code text CONSTRAINT fk_p REFERENCES p (code) ON DELETE SET NULL);
CREATE TABLE s.hidden (id integer GENERATED ALWAYS AS IDENTITY, note text DEFAULT 'x');
CREATE INDEX hidden_note ON s.hidden (lower(note)) WHERE note <> '';
CREATE VIEW v AS SELECT id FROM p WHERE m = 'ok';
CREATE VIEW s.v AS SELECT note FROM s.hidden;
CREATE MATERIALIZED VIEW mv AS SELECT count(*) AS n FROM s.hidden;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE TRIGGER touch BEFORE UPDATE ON s.hidden FOR EACH ROW WHEN (new.note <> '') EXECUTE FUNCTION touch();
ALTER TABLE s.hidden ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON s.hidden USING (note = CURRENT_USER);
COMMENT ON TABLE s.hidden IS 'not for everybody';
)";

std::string read_as(const std::string& url) {
  pg::Connection connection(url);
  return write_model(catalog::introspect(connection));
}

// A role that may log in and select from p, and nothing else; its URL.
std::string reader_of(const std::string& database, const std::string& role) {
  pg::Connection owner(Cluster::shared().url(database));
  owner.execute(
      fmt::format("DO $$BEGIN IF to_regrole('{0}') IS NULL THEN CREATE ROLE {0} LOGIN; END IF; END$$;"
                  "REVOKE ALL ON DATABASE {1} FROM PUBLIC; GRANT CONNECT ON DATABASE {1} TO {0}",
                  role, database));
  std::string url = Cluster::shared().url(database);
  return url.replace(url.find("postgres@"), 9, role + "@");
}

}  // namespace

TEST_CASE("reading: a role with CONNECT only sees what the owner sees, and can check") {
  const std::string database = Cluster::shared().create_from_sql(schema);
  const std::string url = reader_of(database, "looks_only");
  const std::string model = read_as(Cluster::shared().url(database));
  CHECK(read_as(url) == model);
  CHECK(pg::Connection(url).try_execute("SELECT FROM s.hidden")->sqlstate == "42501");

  // It may make no temporary objects either: the scratch server judges.
  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  (void)project.directory().write("models/all.toml", model);
  const pg::Outcome same = project.run({"--url", url, "check", "--strict"});
  CHECK_MESSAGE(same.status == 0, same.out << same.err);
  std::string edited = model;
  const std::string was = "id > 1";
  edited.replace(edited.find(was), was.size(), "id >= 1");
  (void)project.directory().write("models/all.toml", edited);
  const pg::Outcome other = project.run({"--url", url, "check", "--strict"});
  CHECK(other.out == "changed constraint 'public.c.positive'\n");
}

TEST_CASE("reading: what a role may not see is an error that names it, never a drop") {
  const std::string database = Cluster::shared().create_from_sql(schema);
  const std::string url = reader_of(database, "looks_only");
  pg::Connection(Cluster::shared().url(database)).execute("REVOKE SELECT ON pg_catalog.pg_trigger FROM PUBLIC");
  pg::Connection connection(url);
  try {
    (void)catalog::introspect(connection);
    FAIL("it was read");
  } catch (const Error& error) {
    CHECK(error.sqlstate == "42501");
    CHECK(std::string(error.what()).find("pg_trigger") != std::string::npos);
  }
}

TEST_CASE("reading: constraints of one name on several tables, a foreign key onto a plain unique index") {
  const std::string database = Cluster::shared().create_from_sql(schema);
  const std::string again = Cluster::shared().create_database();
  pg::Connection target(Cluster::shared().url(database));
  pg::Connection empty(Cluster::shared().url(again));
  testing::apply(empty, testing::plan_to_database(empty, target).upgrade);
  testing::check_equal(again, database);
  CHECK(testing::changes_of(testing::plan_to_database(empty, target)) == "");
}

TEST_CASE("reading: options of columns that the server keeps for itself are not the schema's (pg_attver)") {
  const std::string database = Cluster::shared().create_from_sql(
      "CREATE TABLE t (a integer, b integer); ALTER TABLE t ALTER a SET (n_distinct = 5); CREATE INDEX t_b ON t (b)");
  pg::Connection connection(Cluster::shared().url(database));
  const std::string model = write_model(catalog::introspect(connection));
  connection.execute(
      "SET allow_system_table_mods = on; UPDATE pg_catalog.pg_attribute SET attoptions = attoptions || "
      "'{pg_attver=3}'::text[] WHERE attrelid = 't'::regclass AND attname = 'a'; UPDATE pg_catalog.pg_attribute SET "
      "attoptions = '{pg_attver=2}' WHERE attrelid = ANY ('{t,t_b}'::regclass[]) AND attname = 'b'");
  CHECK(write_model(catalog::introspect(connection)) == model);
  CHECK(model.find("n_distinct") != std::string::npos);
}

TEST_CASE("reading: an invalid index is a difference to a valid one, and is built again") {
  const std::string database =
      Cluster::shared().create_from_sql("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1)");
  pg::Connection connection(Cluster::shared().url(database));
  CHECK(connection.try_execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)")->sqlstate == "23505");
  connection.execute("DELETE FROM t");
  const std::string model = "[table.t.columns]\na = \"integer\"\n[table.t.indexes]\ni = \"unique (a)\"\n";
  const diff::Plan plan = testing::plan_to_model(connection, model);
  CHECK(testing::changes_of(plan) == "changed index 'public.t.i'");
  testing::apply(connection, plan.upgrade);
  CHECK(connection.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass").text(0, 0) == "t");
  CHECK(testing::changes_of(testing::plan_to_model(connection, model)) == "");
}

TEST_CASE("reading: what others drop and create meanwhile is never taken for missing (R61)") {
  const std::string database = Cluster::shared().create_from_sql(schema);
  const std::string url = Cluster::shared().url(database);
  const std::string model = read_as(url);
  std::atomic<bool> done = false;
  std::atomic<int> rounds = 0;
  // In a schema that is not read, as in one that is: PostgreSQL's own functions look at both.
  std::thread other([&] {
    pg::Connection connection(url);
    while (!done) {
      const auto failure = connection.try_execute(
          "BEGIN; DROP TABLE s.hidden CASCADE; CREATE TABLE s.hidden (id integer GENERATED ALWAYS AS IDENTITY, note "
          "text "
          "DEFAULT 'x'); CREATE INDEX hidden_note ON s.hidden (lower(note)) WHERE note <> '';"
          "CREATE VIEW s.v AS SELECT note FROM s.hidden; CREATE MATERIALIZED VIEW mv AS SELECT count(*) AS n FROM "
          "s.hidden;"
          "CREATE TRIGGER touch BEFORE UPDATE ON s.hidden FOR EACH ROW WHEN (new.note <> '') EXECUTE FUNCTION touch();"
          "ALTER TABLE s.hidden ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON s.hidden USING (note = CURRENT_USER);"
          "COMMENT ON TABLE s.hidden IS 'not for everybody'; COMMIT");
      // Of two that wait for one another PostgreSQL may choose this one.
      if (failure) connection.execute("ROLLBACK");
      if (!failure) ++rounds;
      usleep(100000);
    }
  });
  int read = 0;
  int refused = 0;
  pg::Connection connection(url);
  for (int i = 0; i < 60; ++i) {
    try {
      const std::string now = write_model(catalog::introspect(connection));
      CHECK(now == model);
      ++read;
    } catch (const Error& error) {
      CAPTURE(std::string(error.what()) + " (" + error.sqlstate + ")");
      CHECK(std::string(error.what()).find("changed under") != std::string::npos);
      ++refused;
    }
  }
  done = true;
  other.join();
  MESSAGE(read << " times read, " << refused << " times refused, beside " << rounds.load() << " changes");
  CHECK(read > 0);
}

TEST_CASE("reading: hostile names are names of everything (R41)") {
  // "?" is the name, "a?" the name behind a letter, '?' a literal of either: '"?"' is one that names it.
  const std::string everything = R"(
CREATE SCHEMA "?";
CREATE TYPE "?"."?" AS ENUM ('?');
CREATE SEQUENCE "?"."q?";
CREATE FUNCTION "?"."?"("a?" integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select 1';
CREATE TABLE "?"."t?" ("?" integer CONSTRAINT "?" CHECK ("?" > 0) PRIMARY KEY, "e?" "?"."?",
  "g?" integer GENERATED ALWAYS AS ("?" + 1) STORED, "n?" bigint DEFAULT nextval('"?"."q?"'),
  CONSTRAINT "f?" FOREIGN KEY ("g?") REFERENCES "?"."t?" ("?"));
CREATE INDEX "i?" ON "?"."t?" ("?", ("g?" + 1)) WHERE "g?" > 0;
CREATE VIEW "?"."v?" AS SELECT "?", "e?" AS "x?" FROM "?"."t?";
CREATE MATERIALIZED VIEW "?"."m?" AS SELECT "?" FROM "?"."v?";
CREATE FUNCTION "?"."z?"() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE TRIGGER "?" BEFORE UPDATE OF "?" ON "?"."t?" FOR EACH ROW WHEN (new."?" > 1) EXECUTE FUNCTION "?"."z?"('?');
CREATE POLICY "?" ON "?"."t?" USING ("?" > 0);
COMMENT ON COLUMN "?"."t?"."?" IS '?';)";
  for (const std::string name : {"Select", "a\"b", "it's", "é😀", "a b", "a.b", "user", "$1", "\\x",
                                 "sixty-two bytes, which are the longest that fit behind a letter"}) {
    CAPTURE(name);
    std::string sql;
    bool in_literal = false;
    bool in_name = false;
    for (const char c : everything) {
      if (c == '"') in_name = !in_name;
      if (c == '\'') in_literal = !in_literal;
      if (c != '?') {
        sql += c;
        continue;
      }
      for (const char each : name.substr(0, 62)) {
        sql += each;
        if ((in_name && each == '"') || (in_literal && each == '\'')) sql += each;
      }
    }
    const std::string database = Cluster::shared().create_from_sql(sql, "hostile");
    const std::string again = Cluster::shared().create_database("hostile");
    const std::string nothing = Cluster::shared().create_database("nothing");
    {
      pg::Connection target(Cluster::shared().url(database));
      pg::Connection empty(Cluster::shared().url(again));
      const diff::Plan plan = testing::plan_to_database(empty, target);
      testing::apply(empty, plan.upgrade);
      testing::check_equal(again, database);
      CHECK(testing::changes_of(testing::plan_to_database(empty, target)) == "");
      testing::apply(empty, plan.downgrade);
      testing::check_equal(again, nothing);
    }
    for (const std::string& each : {database, again, nothing}) Cluster::shared().drop_database(each);
  }
}

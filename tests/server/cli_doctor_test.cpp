// limbeck doctor against servers and roles that are not as a run needs them.
#include "pg/connection.hpp"
#include "pg/process.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::testing {
namespace {

struct Place {
  Place() : database(Cluster::shared().create_database()), url(Cluster::shared().url(database)) {
    REQUIRE(project.run({"init"}).status == 0);
    connection().execute(
        "DO $$BEGIN IF to_regrole('doctor_guest') IS NULL THEN CREATE ROLE doctor_guest LOGIN; END IF; "
        "IF to_regrole('doctor_owner') IS NULL THEN CREATE ROLE doctor_owner LOGIN; END IF; END$$");
  }
  ~Place() { Cluster::shared().drop_database(database); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  [[nodiscard]] pg::Connection connection() const { return pg::Connection(url); }
  void execute(const std::string& sql) const { connection().execute(sql); }
  void model(const std::string& text) const { project.directory().write("models/schema.toml", text); }

  // What it prints as that role.
  [[nodiscard]] std::string examine(int status, const std::string& role = "postgres") const {
    std::string as_role = url;
    as_role.replace(as_role.find("postgres@"), std::string("postgres@").size(), role + "@");
    const pg::Outcome outcome = project.run({"--url", as_role, "doctor"});
    CAPTURE(outcome.err);
    CAPTURE(outcome.out);
    CHECK(outcome.status == status);
    return outcome.out;
  }

  Project project{LIMBECK_BINARY};
  std::string database;
  std::string url;
};

void says(const std::string& out, const std::string& line) {
  CAPTURE(out);
  CAPTURE(line);
  CHECK(contains(out, line));
}

constexpr const char* one_table = "[table.t.columns]\na = \"bigint\"\n";

TEST_CASE("doctor: all is well for an owner") {
  const Place place;
  place.model(one_table);
  place.execute("CREATE TABLE t (a bigint)");
  const std::string out = place.examine(0);
  for (const char* line :
       {"ok      libpq: ", "ok      configuration: limbeck.toml\n", "ok      models: 2 objects in 1 file\n",
        "ok      revisions: 0 revisions\n", "ok      server: PostgreSQL ",
        "ok      writing: the server is a primary, and sessions may write\n", "ok      encoding: UTF8\n",
        "ok      pooler: none stands between\n", "ok      version table: it is not there, and can be made\n",
        "ok      new objects: ", "ok      owners: postgres is a superuser\n"}) {
    says(out, line);
  }
  CHECK_FALSE(contains(out, "problem"));
  // It has changed nothing.
  CHECK(place.connection().execute("SELECT to_regclass('limbeck_version') IS NULL").text(0, 0) == "t");
  REQUIRE(place.project.run({"--url", place.url, "ensure-version"}).status == 0);
  says(place.examine(0), "ok      version table: public.limbeck_version can be read and written\n");
}

TEST_CASE("doctor: a role without rights is told which it lacks, and how to give them") {
  const Place place;
  place.model(std::string(one_table) + "[schema.fresh]\n[schema.shut.table.u.columns]\nb = \"text\"\n");
  place.execute(
      "REVOKE ALL ON SCHEMA public FROM public; GRANT USAGE ON SCHEMA public TO public;"
      "CREATE SCHEMA shut; CREATE TABLE t (a bigint); CREATE TABLE shut.u (b text); CREATE TYPE shut.mood AS ENUM "
      "('a');"
      "CREATE FUNCTION shut.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE shut.w (i int GENERATED ALWAYS AS "
      "IDENTITY)");
  const std::string out = place.examine(1, "doctor_guest");
  says(out,
       "problem version table: it is not there, and doctor_guest may not make it in the schema public\n"
       "        next: GRANT CREATE ON SCHEMA public TO doctor_guest, or let another role run `limbeck "
       "ensure-version`\n");
  says(out, "problem new schemas: doctor_guest may not create fresh in this database\n");
  says(out, "problem new objects: doctor_guest may not create anything in public, shut\n");
  says(out,
       "problem owners: doctor_guest cannot alter or drop 2 objects of the models, which others own: public.t, shut.u\n"
       "        next: GRANT postgres TO doctor_guest, or let the owner run limbeck\n");
  says(out, "warning owners: doctor_guest cannot alter or drop 3 objects that others own: shut.f, shut.mood, shut.w\n");

  REQUIRE(place.project.run({"--url", place.url, "ensure-version"}).status == 0);
  says(place.examine(1, "doctor_guest"),
       "problem version table: doctor_guest may not read and write public.limbeck_log, public.limbeck_version\n"
       "        next: GRANT SELECT, INSERT, UPDATE, DELETE ON public.limbeck_log, public.limbeck_version TO "
       "doctor_guest\n");
  // What it says to do helps.
  place.execute(
      "GRANT SELECT, INSERT, UPDATE, DELETE ON limbeck_log, limbeck_version TO doctor_owner;"
      "GRANT CREATE ON DATABASE " +
      place.database +
      " TO doctor_owner; GRANT CREATE ON SCHEMA public, shut TO doctor_owner;"
      "ALTER TABLE t OWNER TO doctor_owner; ALTER TABLE shut.u OWNER TO doctor_owner; ALTER TABLE shut.w OWNER TO "
      "doctor_owner; ALTER TYPE shut.mood OWNER TO doctor_owner; ALTER FUNCTION shut.f OWNER TO doctor_owner");
  const std::string owner = place.examine(0, "doctor_owner");
  says(owner, "ok      owners: doctor_owner can alter all that is there\n");
  says(owner, "ok      version table: public.limbeck_version can be read and written\n");
}

TEST_CASE("doctor: of many objects ten are named") {
  const Place place;
  place.model(one_table);
  place.execute("DO $$BEGIN FOR i IN 10..24 LOOP EXECUTE format('CREATE TABLE x%s ()', i); END LOOP; END$$");
  says(place.examine(1, "doctor_guest"),
       "cannot alter or drop 15 objects that others own: public.x10, public.x11, public.x12, public.x13, public.x14, "
       "public.x15, public.x16, public.x17, public.x18, public.x19 and 5 more\n");
}

TEST_CASE("doctor: a database that takes no changes") {
  const Place place;
  place.model(one_table);
  place.execute("ALTER DATABASE " + place.database + " SET default_transaction_read_only = on");
  says(place.examine(1),
       "problem writing: sessions are read-only (default_transaction_read_only, set by database)\n"
       "        next: ALTER DATABASE or ALTER ROLE ... RESET default_transaction_read_only");
}

TEST_CASE("doctor: extensions that are not there, or that the role may not make") {
  const Place place;
  place.model("[extension]\nno_such_thing = {}\n");
  says(place.examine(1), "problem extensions: the server does not have no_such_thing, which the models ask for\n");
  if (!Cluster::shared().has_extension("dblink")) return;
  place.model("[extension]\ndblink = {}\n");  // not trusted
  says(place.examine(0), "ok      extensions: dblink\n");
  says(place.examine(1, "doctor_guest"),
       "problem extensions: doctor_guest may not create dblink\n"
       "        next: let a superuser run CREATE EXTENSION dblink\n");
  place.model("[extension]\ndblink = { version = \"99\" }\n");
  says(place.examine(1), "problem extensions: the server does not have dblink in version 99");
}

TEST_CASE("doctor: settings that would get in the way are warnings") {
  const Place place;
  place.model(one_table);
  place.execute("ALTER DATABASE " + place.database +
                " SET statement_timeout = '5s';"
                "ALTER DATABASE " +
                place.database +
                " SET idle_in_transaction_session_timeout = '2s';"
                "CREATE FUNCTION hush() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                "CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION hush()");
  const std::string out = place.examine(0);
  says(out, "warning time limits: statement_timeout is 5000 ms");
  says(out, "warning time limits: idle_in_transaction_session_timeout is 2000 ms");
  says(out, "warning event triggers: watch (ddl_command_start) run with each statement");
}

TEST_CASE("doctor: the project and the way to the server") {
  const Place place;
  place.model("[table.t.columns]\na = \"no such type\"\n[tabel.u]\n");
  says(place.examine(1), "problem models: models/schema.toml:");
  place.model(one_table);
  place.project.directory().write("migrations/a.sql", "-- a\n-- Revision: a1\n-- Revises: zz\n\n-- limbeck:upgrade\n");
  says(place.examine(1), "problem revisions: migrations/a.sql:");

  const pg::Outcome nowhere = place.project.run({"--url", "postgresql://nobody@localhost:1/x", "doctor"});
  CHECK(nowhere.status == 1);
  says(nowhere.out, "problem database: ");
  const pg::Outcome none = place.project.run({"doctor"});
  says(none.out, "warning database: none is configured");
  const pg::Outcome no_server =
      place.project.run({"--url", place.url, "doctor"}, {{"LIMBECK_SCRATCH_BIN", "/nowhere"}});
  says(no_server.out, "warning scratch server: /nowhere holds no PostgreSQL server");
  place.project.directory().write("limbeck.toml", "[database]\nurl = 5\n");
  const pg::Outcome broken = place.project.run({"doctor"});
  CHECK(broken.status == 1);
  says(broken.out, "problem configuration: limbeck.toml:2:7: ");
}

}  // namespace
}  // namespace limbeck::testing

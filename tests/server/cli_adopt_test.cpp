// A project of Alembic's is taken over, and handed back: with the real Alembic, where it is installed.
#include "pg/connection.hpp"
#include "pg/process.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <vector>

namespace limbeck::testing {
namespace {

using Arguments = std::vector<std::string>;

std::string revision(const std::string& id, const std::string& below, const std::string& up, const std::string& down) {
  return fmt::format(
      "\"\"\"make {0}\n\nRevision ID: {0}\nCreate Date: 2024-01-0{1} 10:00:00.5\n\"\"\"\nfrom alembic import op\n"
      "revision = '{0}'\ndown_revision = {2}\nbranch_labels = None\ndepends_on = None\n"
      "def upgrade():\n{3}\ndef downgrade():\n{4}\n",
      id, id.back(), below, up, down);
}

struct AlembicProject {
  AlembicProject() : database(Cluster::shared().create_database()), url(Cluster::shared().url(database)) {
    const TemporaryDirectory& directory = project.directory();
    directory.write("alembic.ini", "[alembic]\nscript_location = %(here)s/db\n");
    directory.write("db/env.py",
                    "import os, sqlalchemy\nfrom alembic import context\n"
                    "if context.is_offline_mode():\n"
                    "    context.configure(dialect_name='postgresql', literal_binds=True)\n"
                    "    with context.begin_transaction():\n        context.run_migrations()\n"
                    "else:\n    import psycopg2\n"
                    "    engine = sqlalchemy.create_engine('postgresql://',\n"
                    "        creator=lambda: psycopg2.connect(os.environ['TEST_URL']))\n"
                    "    with engine.connect() as connection:\n"
                    "        context.configure(connection=connection, transaction_per_migration=True)\n"
                    "        with context.begin_transaction():\n            context.run_migrations()\n");
    directory.write("db/versions/one.py", revision("001", "None", "    op.execute('CREATE TABLE a (id int)')",
                                                   "    op.execute('DROP TABLE a')"));
    directory.write("db/versions/two.py", revision("b2", "'001'",
                                                   "    with op.get_context().autocommit_block():\n"
                                                   "        op.execute('CREATE INDEX CONCURRENTLY ix ON a (id)')\n"
                                                   "    op.execute(\"COMMENT ON TABLE a IS 'one; two'\")",
                                                   "    op.execute('COMMENT ON TABLE a IS NULL')\n"
                                                   "    with op.get_context().autocommit_block():\n"
                                                   "        op.execute('DROP INDEX CONCURRENTLY ix')"));
  }
  ~AlembicProject() { Cluster::shared().drop_database(database); }
  AlembicProject(const AlembicProject&) = delete;
  AlembicProject& operator=(const AlembicProject&) = delete;

  [[nodiscard]] std::string limbeck(Arguments arguments, int status = 0) const {
    arguments.insert(arguments.begin(), {"--url", url});
    return outcome_of(project.run(std::move(arguments)), status);
  }
  [[nodiscard]] std::string alembic(Arguments arguments, int status = 0) const {
    arguments.insert(arguments.begin(), "alembic");
    return outcome_of(pg::run({arguments, project.directory().path().string(), {{"TEST_URL", url}}}), status);
  }
  [[nodiscard]] std::string row() const {
    pg::Connection connection(url);
    const pg::Result result = connection.execute("SELECT version_num FROM alembic_version");
    return result.rows() == 0 ? "" : std::string(result.text(0, 0));
  }

  static std::string outcome_of(const pg::Outcome& outcome, int status) {
    CAPTURE(outcome.out);
    CAPTURE(outcome.err);
    REQUIRE(outcome.status == status);
    return status == 0 ? outcome.out : outcome.out + outcome.err;  // Alembic prints its errors to stdout
  }

  Project project{LIMBECK_BINARY};
  std::string database;
  std::string url;
};

bool has_alembic() {
  const bool there = pg::run({{"alembic", "--version"}}).status == 0 &&
                     pg::run({{"/usr/bin/python3", "-c", "import psycopg2"}}).status == 0;
  if (!there) MESSAGE("skipped: the Debian packages alembic and python3-psycopg2 are not installed");
  return there;
}

TEST_CASE("cli: adopt alembic without its SQL: databases are where they were, and nothing is run blindly") {
  const AlembicProject place;
  const std::string out = place.limbeck({"adopt", "alembic"});
  CHECK(contains(out, "Generating migrations/001_make_001.sql ... done\n"));
  const std::string text = place.project.directory().read("migrations/b2_make_b2.sql");
  CHECK(contains(text, "-- Revision: b2\n-- Revises: 001\n-- Created: 2024-01-02T10:00:00Z\n"));
  CHECK(contains(text, "-- limbeck:applied-only\n"));
  CHECK(contains(place.limbeck({"upgrade"}, 4), "of revision 001 the SQL is not here"));
  CHECK(contains(place.limbeck({"upgrade", "--sql"}, 4), "of revision 001 the SQL is not here"));
  CHECK(place.limbeck({"adopt", "alembic"}).empty());  // once is enough
  // Whoever has them filled in gets what Alembic runs.
  const std::string file = place.project.directory().write(
      "up.sql",
      "BEGIN;\n-- Running upgrade  -> 001\nCREATE TABLE a (id int);\n-- Running upgrade 001 -> b2\nCOMMIT;\n");
  CHECK(contains(place.limbeck({"adopt", "alembic", "--upgrade-sql", file}), "migrations/b2_make_b2.sql"));
  CHECK(place.limbeck({"upgrade"}).empty());
  CHECK(place.row() == "b2");
  CHECK(contains(place.limbeck({"downgrade", "-1"}, 4), "revision b2 has no downgrade section"));

  place.project.directory().write("limbeck.toml", "[migrations]\nversion_table = \"limbeck_version\"\n");
  CHECK(contains(place.limbeck({"adopt", "alembic"}, 1), "write version_table = \"alembic_version\""));
  place.project.directory().write("db/versions/bad.py", "revision = 'c3'\ndown_revision = 'zz'\n");
  CHECK(contains(place.limbeck({"adopt", "alembic"}, 4), "db/versions/bad.py:1"));
  CHECK(contains(place.limbeck({"adopt", "flyway"}, 64), "limbeck adopt alembic"));
}

TEST_CASE("cli: adopt alembic: a project moves over, both tools work on its database, and it moves back") {
  if (!has_alembic()) return;
  const AlembicProject place;
  static_cast<void>(place.alembic({"upgrade", "head"}));
  const auto& directory = place.project.directory();
  directory.write("up.sql", place.alembic({"upgrade", "base:heads", "--sql"}));
  directory.write("down.sql", place.alembic({"downgrade", "b2:base", "--sql"}));
  static_cast<void>(place.limbeck({"adopt", "alembic", "--upgrade-sql", "up.sql", "--downgrade-sql", "down.sql"}));
  CHECK(place.limbeck({"current"}) == "b2 (head)\n");
  CHECK(place.limbeck({"check"}).empty());
  CHECK(place.limbeck({"upgrade"}).empty());

  // Down with the one, up with the other, and the same database as before; twice, so that each does each.
  const std::string fresh = Cluster::shared().create_database();
  const std::string fresh_url = Cluster::shared().url(fresh);
  AlembicProject::outcome_of(place.project.run({"--url", fresh_url, "upgrade", "head"}), 0);
  const auto same = [&](const std::string& with) {
    CAPTURE(with);
    CHECK(place.row() == "b2");
    CHECK(contains(place.alembic({"current"}), "b2 (head)"));
    CHECK(place.limbeck({"current", "--check-heads"}) == "b2 (head)\n");
    CHECK(place.limbeck({"check"}).empty());
  };
  static_cast<void>(place.limbeck({"downgrade", "base"}));
  CHECK(place.row().empty());
  static_cast<void>(place.alembic({"upgrade", "head"}));
  same("limbeck down, alembic up");
  static_cast<void>(place.alembic({"downgrade", "base"}));
  static_cast<void>(place.limbeck({"upgrade", "head"}));
  same("alembic down, limbeck up");
  CHECK(pg::Connection(fresh_url).execute("SELECT obj_description('a'::regclass)").text(0, 0) == "one; two");

  // Alembic goes on: its new revision is adopted too, and the database is at it.
  directory.write("db/versions/three.py", revision("c3", "'b2'", "    op.execute('ALTER TABLE a ADD x int')",
                                                   "    op.execute('ALTER TABLE a DROP x')"));
  static_cast<void>(place.alembic({"upgrade", "head"}));
  CHECK(contains(place.limbeck({"current"}, 4), "c3"));
  CHECK(contains(place.limbeck({"adopt", "alembic"}), "migrations/c3_make_c3.sql"));
  CHECK(place.limbeck({"current"}) == "c3 (head)\n");

  // limbeck goes on, and back to where Alembic knows the way.
  static_cast<void>(place.limbeck({"revision", "-m", "ours", "--rev-id", "d4"}));
  static_cast<void>(place.limbeck({"upgrade"}));
  CHECK(contains(place.alembic({"current"}, 255), "Can't locate revision identified by 'd4'"));
  static_cast<void>(place.limbeck({"downgrade", "c3"}));
  static_cast<void>(place.alembic({"downgrade", "base"}));
  CHECK(place.row().empty());
  Cluster::shared().drop_database(fresh);
}

}  // namespace
}  // namespace limbeck::testing

// What a migration of the schema must do for the rows that are there, where pg_dump sees no difference.

#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace limbeck::testing {

TEST_CASE("rows: a column that becomes serial or identity counts on behind its values, both ways") {
  struct Row {
    const char* was;
    const char* now;
  };
  for (const Row& row :
       std::vector<Row>{{"integer primary key", "serial primary key"},
                        {"text primary key", "bigserial primary key"},
                        {"smallserial primary key", "integer generated always as identity primary key"},
                        {"bigint generated always as identity primary key", "bigserial primary key"}}) {
    CAPTURE(std::string(row.was));
    Cluster& cluster = Cluster::shared();
    const std::string database = cluster.create_from_sql(std::string("CREATE TABLE t (id ") + row.was + ", s text)");
    const Project project(LIMBECK_BINARY);
    const auto must = [&](std::vector<std::string> arguments) {
      arguments.insert(arguments.begin(), {"--url", cluster.url(database)});
      const pg::Outcome outcome = project.run(std::move(arguments));
      CAPTURE(outcome.err);
      REQUIRE(outcome.status == 0);
    };
    pg::Connection connection(cluster.url(database));
    const auto next = [&] {
      const pg::Result result = connection.execute("INSERT INTO t (s) VALUES ('x') RETURNING id");
      return std::string(result.text(0, 0));
    };
    connection.execute("INSERT INTO t (id, s) OVERRIDING SYSTEM VALUE VALUES ('1', 'x'), ('7', 'y')");
    must({"init"});
    project.directory().write("models/t.toml",
                              std::string("[table.t.columns]\nid = \"") + row.now + "\"\ns = \"text\"\n");
    must({"revision", "--autogenerate", "--allow", "all", "-m", "count", "--rev-id", "a1"});
    must({"upgrade"});
    CHECK(next() == "8");
    must({"downgrade", "base"});
    if (std::string(row.was).find("serial") != std::string::npos ||
        std::string(row.was).find("identity") != std::string::npos) {
      CHECK(next() == "9");
    }
    must({"upgrade"});
    cluster.drop_database(database);
  }
}

}  // namespace limbeck::testing

// `include` and `exclude` of limbeck.toml: what they leave out is neither shown, nor compared, nor dropped, nor broken.

#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace limbeck::testing {

TEST_CASE("filter: what is left out is not looked at, and stands in the way of what would break it") {
  Cluster& cluster = Cluster::shared();
  const std::string database = cluster.create_from_sql(
      "CREATE TABLE audit_log (id int PRIMARY KEY, at timestamp DEFAULT now()); CREATE INDEX ON audit_log (at);"
      "CREATE TYPE mood AS ENUM ('sad', 'ok');"
      "CREATE TABLE t (id int PRIMARY KEY, log int REFERENCES audit_log, n int, m int);"
      "CREATE INDEX t_n_brin ON t USING brin (n);"
      "CREATE VIEW report AS SELECT n FROM t; COMMENT ON VIEW report IS 'by others';"
      "GRANT SELECT ON audit_log TO public");
  const Project project(LIMBECK_BINARY);
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--url", cluster.url(database)});
    return project.run(std::move(arguments));
  };
  const auto must = [&](std::vector<std::string> arguments) {
    const pg::Outcome outcome = run(std::move(arguments));
    CAPTURE(outcome.err);
    REQUIRE(outcome.status == 0);
    return outcome;
  };
  must({"init"});
  project.directory().write("limbeck.toml", "[database]\nexclude = ['table:audit_*', 'view:report', 'index:*_brin']\n");
  must({"inspect", "-o", "models/schema.toml"});
  const std::string model = project.directory().read("models/schema.toml");
  CHECK(model.find("[table.audit_log") == std::string::npos);
  CHECK(model.find("references audit_log") != std::string::npos);
  CHECK(model.find("report") == std::string::npos);
  CHECK(model.find("brin") == std::string::npos);
  CHECK(must({"check", "--strict-coverage"}).err.find("No differences.") != std::string::npos);

  // A change beside it, with the proof, which builds what the foreign key leans on.
  std::string changed = model;
  changed.replace(changed.find("m = \"integer\""), 13, "m = \"bigint\"");
  project.directory().write("models/schema.toml", changed);
  CHECK(must({"revision", "--autogenerate", "-m", "m", "--rev-id", "a1"}).err.find("Proof: proven") !=
        std::string::npos);
  must({"upgrade"});
  must({"check"});
  must({"downgrade", "base"});
  must({"upgrade"});

  // The view that is left out reads n.
  std::string breaking = changed;
  breaking.replace(breaking.find("n = \"integer\""), 13, "n = \"bigint\"");
  project.directory().write("models/schema.toml", breaking);
  const pg::Outcome barred = run({"revision", "--autogenerate", "-m", "n"});
  CHECK(barred.status == 1);
  CAPTURE(barred.err);
  CHECK(barred.err.find("view public.report") != std::string::npos);

  project.directory().write("models/schema.toml", changed + "\n[table.audit_x.columns]\nid = \"integer\"\n");
  const pg::Outcome declared = run({"check"});
  CHECK(declared.status == 1);
  CAPTURE(declared.err);
  CHECK(declared.err.find("table 'public.audit_x' is left out") != std::string::npos);

  project.directory().write("limbeck.toml", "[database]\nexclude = ['tabel:x']\n");
  CHECK(run({"check"}).status == 64);
  cluster.drop_database(database);
}

}  // namespace limbeck::testing

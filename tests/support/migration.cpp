#include "support/migration.hpp"

#include "catalog/introspect.hpp"
#include "catalog/settle.hpp"
#include "cli/scratch.hpp"
#include "sql/emit.hpp"
#include "sql/quote.hpp"
#include "support/cluster.hpp"
#include "toml/loader.hpp"
#include "toml/source_file.hpp"
#include "toml/writer.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace limbeck::testing {

diff::Plan plan_to_model(pg::Connection& connection, const std::string& model, const std::string& file) {
  INFO("model:\n" << model);
  LoadResult loaded = load_models(std::vector<SourceFile>{{file, model}}, {});
  for (const Diagnostic& diagnostic : loaded.diagnostics) FAIL_CHECK(to_text(diagnostic));
  Schema live = catalog::introspect(connection);
  const auto settle = [&](Schema& desired, const Schema& known) {
    cli::ScratchServer scratch({.url = Cluster::shared().url("postgres")});
    try {
      for (const catalog::Undecided& each : catalog::settle(desired, known, {&connection, true, &scratch})) {
        FAIL_CHECK(each.id.kind << " " << display_name(each.id) << ": " << each.reason);
      }
    } catch (const Error& refused) {
      for (const Diagnostic& diagnostic : refused.diagnostics) FAIL_CHECK(to_text(diagnostic));
      throw;
    }
  };
  const diff::Renames renamed = diff::align(live, loaded.schema, settle);
  return diff::make_plan(live, loaded.schema, renamed);
}

diff::Plan plan_to_database(pg::Connection& live, pg::Connection& desired) {
  return plan_to_model(live, write_model(catalog::introspect(desired)));
}

void apply(pg::Connection& connection, const sql::Script& script) {
  for (const sql::Unit& unit : sql::units_of(script)) {
    INFO("unit:\n" << unit.sql);
    if (const auto error = connection.try_execute("BEGIN;\n" + unit.sql + "\nCOMMIT")) {
      connection.try_execute("ROLLBACK");
      FAIL_CHECK(std::string(error->what()));
    }
  }
}

std::string text_of(const sql::Script& script) {
  std::string text;
  for (const sql::Unit& unit : sql::units_of(script)) text += "-- unit\n" + unit.sql + "\n";
  return text;
}

std::string changes_of(const diff::Plan& plan) {
  std::vector<std::string> lines;
  for (const diff::Change& change : plan.changes) lines.push_back(diff::to_text(change));
  return sql::join(lines, "\n");
}

void check_equal(const std::string& actual, const std::string& expected) {
  for (const Difference& each : Cluster::shared().compare_databases(actual, expected).differences) {
    FAIL_CHECK(to_text(each));
  }
}

}  // namespace limbeck::testing

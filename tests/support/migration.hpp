#pragma once
// The road from a model to a migrated database, for tests that need no command line: plan, apply, compare.

#include "diff/plan.hpp"
#include "pg/connection.hpp"
#include "sql/script.hpp"

#include <string>

namespace limbeck::testing {

// What separates the database from the model. Mistakes in the model, and expressions that nobody could judge, fail the
// test.
[[nodiscard]] diff::Plan plan_to_model(pg::Connection& live, const std::string& model,
                                       const std::string& file = "model.toml");
// The same with the model that inspect makes of another database.
[[nodiscard]] diff::Plan plan_to_database(pg::Connection& live, pg::Connection& desired);

// One transaction a unit, as the runner does. A failure fails the test.
void apply(pg::Connection& connection, const sql::Script& script);
// The units, each below a line of its own.
[[nodiscard]] std::string text_of(const sql::Script& script);
// The changes, one a line.
[[nodiscard]] std::string changes_of(const diff::Plan& plan);

// Fails the test for each entry in which the dumps of two databases differ.
void check_equal(const std::string& actual_database, const std::string& expected_database);

}  // namespace limbeck::testing

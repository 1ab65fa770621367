#pragma once
// The comparison of the models with a database, as revision, check, diff and status make it.

#include "catalog/settle.hpp"
#include "cli/project.hpp"
#include "cli/subject.hpp"
#include "diff/plan.hpp"
#include "kinds/schema.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace limbeck::cli {

struct Comparison {
  diff::Plan plan;
  std::vector<catalog::Undecided> undecided;
  std::vector<Unmodelled> unmodelled;
  Diagnostics warnings;              // of the models; said already
  std::size_t tables = 0;            // of the database or the models, whichever has more
  std::vector<std::string> emptied;  // schemas of which most tables would be dropped
  // The database as it is, the models as they are written, and in PostgreSQL's words; empty unless they were kept.
  Schema live;
  Schema models;
  Schema desired;
};

// Reads the models while the database is introspected. Throws Error with all mistakes of all models.
// The schemas are kept where neither has more than so many tables: each is a copy.
[[nodiscard]] Comparison compare(Project& project, Subject& subject, std::size_t keep_up_to = 0);

// The names of its tables, as messages give them.
[[nodiscard]] std::vector<std::string> table_names(const Schema& schema);

struct Models {
  Schema schema;
  Diagnostics warnings;  // said already
};

// The models alone. Throws Error with all mistakes of all models.
[[nodiscard]] Models read_models(Project& project);

// "not modelled: 3 policies, 1 view"; with --verbose each of them.
// Without what limbeck.toml leaves out.
[[nodiscard]] std::vector<Unmodelled> unmodelled_of(Schema schema);
void say_unmodelled(const Console& console, const std::vector<Unmodelled>& unmodelled);
// What nobody could tell, each with the reason.
void say_undecided(const Console& console, const std::vector<catalog::Undecided>& undecided);
// The closing line where the plan is empty: what could not be compared is not called equal.
void say_no_differences(const Console& console, const std::vector<catalog::Undecided>& undecided);

}  // namespace limbeck::cli

#pragma once
// The same run as a script (--sql): what the runner would send, for somebody else to run. Pure.
//
// Each transaction first checks that the database stands where the script expects it, since nobody watches it run.

#include "history/revision_graph.hpp"
#include "run/options.hpp"
#include "run/plan.hpp"
#include "run/state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::run {

// "a:b" and "b" as --sql takes them: from version rows `a` (base if it is left out) to `b`.
struct ScriptRange {
  history::Ids rows;
  std::string target;
};
[[nodiscard]] ScriptRange script_range(const history::RevisionGraph& graph, std::string_view text);

// Of a plan that was made for a database: limbeck's tables are made where it has none.
[[nodiscard]] std::string script(const Plan& plan, const Options& options, bool makes_tables);
[[nodiscard]] std::string upgrade_script(const history::RevisionGraph& graph, std::string_view range,
                                         const Options& options);
[[nodiscard]] std::string downgrade_script(const history::RevisionGraph& graph, std::string_view range,
                                           const Options& options);
// Of a database that records this; with `has_tables` unset, it makes them where they are missing.
[[nodiscard]] std::string stamp_script(const history::RevisionGraph& graph, const Recorded& recorded,
                                       const std::vector<std::string>& targets, bool purge, const Options& options);
// stamp --purge of a database that nobody has asked: whatever its version rows are, they go.
[[nodiscard]] std::string purging_script(const history::RevisionGraph& graph, const std::vector<std::string>& targets,
                                         const Options& options);
// ensure-version.
[[nodiscard]] std::string tables_script(const Options& options);

}  // namespace limbeck::run

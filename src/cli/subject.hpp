#pragma once
// The database that models are compared with: the configured one; where none is, a fresh one on the scratch server in
// which the whole history was replayed; or one that was made from a snapshot.

#include "cli/project.hpp"
#include "cli/scratch.hpp"
#include "history/revision_graph.hpp"
#include "run/state.hpp"

#include <filesystem>
#include <memory>

namespace limbeck::cli {

class Subject {
 public:
  // `graph` must live longer.
  Subject(Project& project, const history::RevisionGraph& graph);
  // Made from what `limbeck inspect` wrote. Throws Error where the scratch server can not build it.
  Subject(Project& project, const history::RevisionGraph& graph, const std::filesystem::path& snapshot);
  ~Subject();
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  [[nodiscard]] pg::Connection& connection() { return *connection_; }
  [[nodiscard]] bool is_scratch() const { return is_scratch_; }
  // Started only if it is asked for something.
  [[nodiscard]] ScratchServer& scratch() { return scratch_; }
  // Where it stands among the revisions.
  [[nodiscard]] run::State state();
  // As the project has them, but for limbeck's own tables, which a scratch database keeps in public.
  [[nodiscard]] catalog::IntrospectOptions introspect_options(Project& project) const;
  // Whether temporary objects may be made there to compare expressions.
  [[nodiscard]] bool may_ask() const { return is_scratch_ || compare_live_; }

 private:
  void build(const Schema& snapshot, const std::vector<std::string>& search_path);

  const history::RevisionGraph& graph_;
  run::Options options_;
  bool compare_live_;
  bool is_scratch_;
  ScratchServer scratch_;  // before the connection, so that it ends after it
  std::unique_ptr<pg::Connection> connection_;
};

}  // namespace limbeck::cli

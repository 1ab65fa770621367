#pragma once
// The database that models are compared with: the configured one; where none is, a fresh one on the scratch server in
// which the whole history was replayed.

#include "cli/project.hpp"
#include "history/revision_graph.hpp"
#include "run/state.hpp"

#include <memory>

namespace limbeck::cli {

class Subject {
 public:
  // `graph` must live longer.
  Subject(Project& project, const history::RevisionGraph& graph);
  ~Subject();
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  [[nodiscard]] pg::Connection& connection() { return *connection_; }
  [[nodiscard]] bool is_scratch() const { return scratch_ != nullptr; }
  // Where it stands among the revisions.
  [[nodiscard]] run::State state();
  // As the project has them, but for limbeck's own tables, which a scratch database keeps in public.
  [[nodiscard]] catalog::IntrospectOptions introspect_options(Project& project) const;
  // Whether PostgreSQL may be asked there to compare expressions.
  [[nodiscard]] bool may_ask() const { return is_scratch() || compare_live_; }

 private:
  struct Scratch;
  const history::RevisionGraph& graph_;
  run::Options options_;
  bool compare_live_;
  std::unique_ptr<Scratch> scratch_;  // before the connection, so that it ends after it
  std::unique_ptr<pg::Connection> connection_;
};

}  // namespace limbeck::cli

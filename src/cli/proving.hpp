#pragma once
// Sets the scene for proofs (proof/proof.hpp): the state before a revision is either made from what the database holds,
// or replayed from the revisions before it.

#include "cli/compare.hpp"
#include "cli/project.hpp"
#include "cli/subject.hpp"
#include "history/revision.hpp"
#include "history/revision_graph.hpp"
#include "proof/proof.hpp"

#include <chrono>
#include <string>

namespace limbeck::cli {

// Both are given up after `limit`; 0: never.
// Of a revision that was made from this comparison, and that no file holds yet.
[[nodiscard]] proof::Result prove_new(Project& project, Subject& subject, const Comparison& comparison,
                                      const history::Revision& revision, std::chrono::milliseconds limit);

// Of a revision in the directory. Where it is the only head and `models` are given, they are what it has to give.
[[nodiscard]] proof::Result prove_written(Project& project, ScratchServer& scratch, const history::RevisionGraph& graph,
                                          const history::Revision& revision, const Schema* models,
                                          std::chrono::milliseconds limit);

// "90", "90s", "5min", "250ms" as --proof-limit and the configuration have it; "0": none. Throws Error (status usage).
[[nodiscard]] std::chrono::milliseconds time_limit(const std::string& text);

}  // namespace limbeck::cli

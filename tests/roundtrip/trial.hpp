#pragma once
// One case, tried: limbeck writes a revision for every step, applies it and takes all of them back; databases, not
// texts, say whether that was right.

#include "roundtrip/corpus.hpp"
#include "support/cluster.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limbeck::roundtrip {

struct Settings {
  std::string binary;          // limbeck
  std::filesystem::path keep;  // where projects, dumps and logs are kept; empty: nowhere
  std::chrono::milliseconds timeout = std::chrono::seconds(60);  // of a command
};

// An answer is missing where the trial did not come that far.
struct Trial {
  Case of;
  std::string skipped;  // why its files make no databases; then nothing else is set
  std::optional<bool> upgrade_equal;
  std::optional<bool> downgrade_equal;
  bool column_order = false;  // equal, but for the order of columns, on the way up or down
  std::optional<bool> check_clean;
  std::optional<bool> second_empty;
  std::vector<std::string> reasons;  // of failures: "step: first line of the error"
  std::string log;                   // commands with status and output, entries that differ
  double seconds = 0;

  [[nodiscard]] bool passed() const;
};

[[nodiscard]] Trial try_case(testing::Cluster& cluster, const Case& one, const Settings& settings);

}  // namespace limbeck::roundtrip

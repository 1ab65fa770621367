#include "cli/approval.hpp"

#include "history/header_line.hpp"
#include "model/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace limbeck::cli {
namespace {

constexpr std::string_view everything = "all";
constexpr std::string_view mass_drop = "mass-drop";
// Those of which no statement can be undone by another.
constexpr std::array asked_for{sql::hazard::data_loss};

std::string_view hazard_of(std::string_view word) {
  return word.substr(0, word.find(':'));
}

bool is_hazard(std::string_view name) {
  constexpr std::array known{everything,
                             mass_drop,
                             sql::hazard::data_loss,
                             sql::hazard::may_fail,
                             sql::hazard::rewrite,
                             sql::hazard::irreversible};
  return std::find(known.begin(), known.end(), name) != known.end();
}

}  // namespace

Approval::Approval(const std::vector<std::string>& allowed) : allowed_(allowed) {
  for (const std::string& word : allowed_) {
    if (is_hazard(hazard_of(word))) continue;
    throw Error(fmt::format("--allow knows no hazard '{}'", hazard_of(word)), ExitStatus::usage)
        .with_hint(
            "known are: all, mass-drop, DATA_LOSS, MAY_FAIL, REWRITE, IRREVERSIBLE; each may be followed by "
            "`:` and the object's name");
  }
}

bool Approval::accepts(const std::string& hazard, const std::string& object) const {
  return std::any_of(allowed_.begin(), allowed_.end(), [&](const std::string& word) {
    return word == everything || word == hazard || word == hazard + ":" + object;
  });
}

std::vector<std::string> Approval::require(const Comparison& comparison) const {
  std::vector<std::string> accepted;
  std::set<std::string> said;
  Diagnostics refused;
  std::string example;  // what would allow the first of them
  const auto weigh = [&](const std::string& hazard, const std::string& object, const std::string& text) {
    const std::string word = hazard + ":" + object;
    if (accepts(hazard, object)) {
      if (said.insert(word).second) accepted.push_back(std::string(history::allowed_note) + word);
    } else {
      if (refused.empty()) example = word;
      refused.push_back({Severity::error, fmt::format("{} {}: {}", hazard, object, text), {}, "", ""});
    }
  };
  for (const std::string& schema : comparison.emptied) {
    weigh(std::string(mass_drop), schema, "most tables of the schema would be dropped");
  }
  for (const sql::Statement& statement : comparison.plan.upgrade.statements()) {
    for (const sql::Hazard& hazard : statement.hazards) {
      if (std::find(asked_for.begin(), asked_for.end(), hazard.name) == asked_for.end()) continue;
      weigh(std::string(hazard.name), hazard.object, hazard.text);
    }
  }
  if (refused.empty()) return accepted;
  Error error(std::move(refused), "the upgrade does what cannot be undone, and no revision was written",
              ExitStatus::hazard);
  throw std::move(error).with_hint(fmt::format(
      "what has another name now needs `renamed_from` in the model; if it is meant: --allow {}, or --allow {} "
      "for all of its kind",
      example, hazard_of(example)));
}

}  // namespace limbeck::cli

#include "roundtrip/report.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace limbeck::roundtrip {
namespace {

struct Counts {
  int pairs = 0;
  int skipped = 0;
  int passed = 0;
  int upgrade = 0;
  int column_order = 0;
  int downgrade = 0;
  int downgrade_right = 0;  // of those with a right upgrade
  int check = 0;
  int second = 0;
  int second_right = 0;

  void add(const Trial& trial) {
    if (!trial.skipped.empty()) {
      ++skipped;
      return;
    }
    const bool up = trial.upgrade_equal.value_or(false);
    const bool down = trial.downgrade_equal.value_or(false);
    const bool empty = trial.second_empty.value_or(false);
    ++pairs;
    passed += trial.passed();
    upgrade += up;
    column_order += trial.column_order;
    downgrade += down;
    downgrade_right += up && down;
    check += trial.check_clean.value_or(false);
    second += empty;
    second_right += up && empty;
  }

  [[nodiscard]] std::vector<std::pair<const char*, int>> columns() const {
    return {{"pairs", pairs},
            {"skipped", skipped},
            {"passed", passed},
            {"upgrade equal", upgrade},
            {"but for order", column_order},
            {"downgrade equal", downgrade},
            {"and upgrade", downgrade_right},
            {"check clean", check},
            {"second empty", second},
            {"and upgrade", second_right}};
  }
};

std::map<std::string, Counts> by_group(const std::vector<Trial>& trials, Counts& total) {
  std::map<std::string, Counts> groups;
  for (const Trial& trial : trials) {
    groups[trial.of.group].add(trial);
    total.add(trial);
  }
  return groups;
}

std::string line(const std::string& name, std::size_t width, const Counts& counts) {
  std::string result = fmt::format("{:<{}}", name, width);
  for (const auto& [title, value] : counts.columns()) {
    result += fmt::format("  {:>{}}", value, std::string_view(title).size());
  }
  return result + "\n";
}

std::string reasons(const std::string& title, const std::map<std::string, std::vector<std::string>>& names_by_reason) {
  constexpr std::size_t examples = 3;
  std::vector<std::pair<std::string, std::vector<std::string>>> sorted(names_by_reason.begin(), names_by_reason.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  std::string result = sorted.empty() ? "" : "\n" + title + "\n";
  for (const auto& [reason, names] : sorted) {
    result += fmt::format("{:>5}  {}\n       ", names.size(), reason);
    for (std::size_t i = 0; i < std::min(examples, names.size()); ++i) result += (i == 0 ? "" : ", ") + names[i];
    result += names.size() > examples ? ", ...\n" : "\n";
  }
  return result;
}

nlohmann::ordered_json answer(const std::optional<bool>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

}  // namespace

std::string to_table(const std::vector<Trial>& trials) {
  Counts total;
  const std::map<std::string, Counts> groups = by_group(trials, total);
  std::size_t width = std::string_view("total").size();
  for (const auto& [name, counts] : groups) width = std::max(width, name.size());
  std::string result = std::string(width, ' ');
  for (const auto& [title, value] : total.columns()) result += fmt::format("  {}", title);
  result += "\n";
  for (const auto& [name, counts] : groups) result += line(name, width, counts);
  result += line("total", width, total);

  std::map<std::string, std::vector<std::string>> failed;
  std::map<std::string, std::vector<std::string>> skipped;
  for (const Trial& trial : trials) {
    for (const std::string& reason : trial.reasons) failed[reason].push_back(trial.of.name);
    if (!trial.skipped.empty()) skipped[trial.skipped].push_back(trial.of.name);
  }
  return result + reasons("Failures", failed) + reasons("Skipped: their own files do not load", skipped);
}

std::string to_json(const std::vector<Trial>& trials) {
  using Json = nlohmann::ordered_json;
  Counts total;
  Json groups = Json::object();
  const auto counted = [](const Counts& counts) {
    return Json{{"pairs", counts.pairs},
                {"skipped", counts.skipped},
                {"passed", counts.passed},
                {"upgrade_equal", counts.upgrade},
                {"column_order", counts.column_order},
                {"downgrade_equal", counts.downgrade},
                {"downgrade_equal_and_upgrade", counts.downgrade_right},
                {"check_clean", counts.check},
                {"second_empty", counts.second},
                {"second_empty_and_upgrade", counts.second_right}};
  };
  for (const auto& [name, counts] : by_group(trials, total)) groups[name] = counted(counts);
  Json cases = Json::array();
  for (const Trial& trial : trials) {
    cases.push_back({{"name", trial.of.name},
                     {"group", trial.of.group},
                     {"steps", trial.of.targets.size()},
                     {"skipped", trial.skipped.empty() ? Json(nullptr) : Json(trial.skipped)},
                     {"passed", trial.passed()},
                     {"upgrade_equal", answer(trial.upgrade_equal)},
                     {"column_order", trial.column_order},
                     {"downgrade_equal", answer(trial.downgrade_equal)},
                     {"check_clean", answer(trial.check_clean)},
                     {"second_empty", answer(trial.second_empty)},
                     {"reasons", trial.reasons},
                     {"seconds", trial.seconds}});
  }
  const Json all{{"total", counted(total)}, {"groups", std::move(groups)}, {"cases", std::move(cases)}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace limbeck::roundtrip

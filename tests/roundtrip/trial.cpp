#include "roundtrip/trial.hpp"

#include "support/dump.hpp"
#include "support/project.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <utility>

namespace limbeck::roundtrip {
namespace {

namespace fs = std::filesystem;
using testing::Cluster;
using testing::Comparison;
using testing::Difference;
using testing::Verdict;

// The line to group failures by, without the place in a file where they stand.
std::string first_error_line(const std::string& text) {
  static const std::regex place("^(psql:)?[^\\s:]+:\\d+(:\\d+)?: ");
  std::istringstream lines(text);
  std::string first;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    std::string lower = line;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const bool is_error = lower.find("error") != std::string::npos;
    if (first.empty() || is_error) first = std::regex_replace(line, place, "");
    if (is_error) break;
  }
  return first.empty() ? "no output" : first;
}

// "different TABLE, missing INDEX": what kinds of entries are not as they should be.
std::string kinds_of(const std::vector<Difference>& differences) {
  std::set<std::string> kinds;
  for (const Difference& difference : differences) {
    const char* how = !difference.expected ? "unexpected " : !difference.actual ? "missing " : "different ";
    kinds.insert(how + difference.type);
  }
  std::string result;
  for (const std::string& kind : kinds) result += (result.empty() ? "" : ", ") + kind;
  return result;
}

// The databases of one trial, dropped with it.
class Databases {
 public:
  explicit Databases(Cluster& cluster) : cluster_(cluster) {}
  Databases(const Databases&) = delete;
  Databases& operator=(const Databases&) = delete;
  ~Databases() {
    for (const std::string& name : names_) {
      try {
        cluster_.drop_database(name);
      } catch (const std::exception&) {  // goes with its server
      }
    }
  }

  std::string make(const fs::path& file) {
    names_.push_back(file.empty() ? cluster_.create_database() : cluster_.create_from(file.string()));
    return names_.back();
  }

 private:
  Cluster& cluster_;
  std::vector<std::string> names_;
};

class Runner {
 public:
  Runner(Cluster& cluster, const Case& one, const Settings& settings)
      : cluster_(cluster), settings_(settings), databases_(cluster), project_(settings.binary, settings.timeout) {
    trial_.of = one;
  }

  Trial run() {
    const auto start = std::chrono::steady_clock::now();
    try {
      if (load() && step("init", {"init"})) migrate();
    } catch (const std::exception& error) {
      fail("referee", first_error_line(error.what()));
      trial_.log += std::string(error.what()) + "\n";
    }
    trial_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!settings_.keep.empty()) keep();
    return std::move(trial_);
  }

 private:
  bool load() {
    fs::path file = trial_.of.before;
    try {
      database_ = databases_.make(file);
      for (const fs::path& target : trial_.of.targets) targets_.push_back(databases_.make(file = target));
    } catch (const testing::ProgramFailed& error) {
      trial_.skipped = fmt::format("{}: {}", file.filename().string(), first_error_line(error.what()));
      return false;
    }
    return true;
  }

  void migrate() {
    for (const std::string& target : targets_) {
      if (!advance(target)) return;
    }
    if (!step("downgrade", {"--url", url(), "downgrade", "base"})) {
      trial_.downgrade_equal = false;
      return;
    }
    trial_.downgrade_equal = is_equal("downgrade", databases_.make(trial_.of.before));
  }

  // One step up; false if there is no going on.
  bool advance(const std::string& target) {
    const std::string models = "models/schema.toml";
    fs::remove(project_.directory().path() / models);
    trial_.upgrade_equal = trial_.upgrade_equal.value_or(true);
    if (!step("inspect", {"--url", cluster_.url(target), "inspect", "--output", models}) ||
        !step("revision", autogenerate()) || !step("upgrade", {"--url", url(), "upgrade", "head"})) {
      trial_.upgrade_equal = false;
      return false;
    }
    note(trial_.upgrade_equal, is_equal("upgrade", target));
    note(trial_.check_clean, step("check", {"--url", url(), "check"}));
    note(trial_.second_empty, is_second_empty());
    return true;
  }

  bool is_second_empty() {
    const std::vector<std::string> before = project_.directory().files("migrations");
    const bool ran = step("second revision", autogenerate());
    std::vector<std::string> written;
    for (const std::string& file : project_.directory().files("migrations")) {
      if (std::find(before.begin(), before.end(), file) != before.end()) continue;
      trial_.log += fmt::format("---- {}\n{}\n", file, project_.directory().read(file));
      fs::remove(project_.directory().path() / file);  // the rest is judged without it
      written.push_back(file);
    }
    if (!written.empty()) fail("second revision", "a file was written");
    return ran && written.empty();
  }

  bool is_equal(const std::string& step, const std::string& expected) {
    const Comparison comparison = cluster_.compare_databases(database_, expected);
    if (comparison.verdict == Verdict::column_order) trial_.column_order = true;
    if (comparison.verdict != Verdict::different) return true;
    fail(step, kinds_of(comparison.differences));
    for (const Difference& difference : comparison.differences) trial_.log += to_text(difference) + "\n";
    if (!settings_.keep.empty()) {
      (void)project_.directory().write(step + "-actual.sql", cluster_.dump_text(database_));
      (void)project_.directory().write(step + "-expected.sql", cluster_.dump_text(expected));
    }
    return false;
  }

  bool step(const std::string& name, const std::vector<std::string>& arguments) {
    const pg::Outcome outcome = project_.run(arguments);
    std::string command = "limbeck";
    for (const std::string& argument : arguments) command += " " + argument;
    trial_.log += fmt::format("$ {}\n{}{}[status {}{}]\n", command, outcome.out, outcome.err, outcome.status,
                              outcome.timed_out ? ", timed out" : "");
    if (outcome.timed_out) {
      fail(name, fmt::format("timed out after {} s",
                             std::chrono::duration_cast<std::chrono::seconds>(settings_.timeout).count()));
    } else if (outcome.status != 0) {
      fail(name, fmt::format("status {}: {}", outcome.status,
                             first_error_line(outcome.err.empty() ? outcome.out : outcome.err)));
    }
    return outcome.status == 0 && !outcome.timed_out;
  }

  void keep() const {
    std::string folder = trial_.of.name;
    std::replace(folder.begin(), folder.end(), '/', '.');
    const fs::path target = settings_.keep / folder;
    fs::remove_all(target);
    fs::create_directories(target.parent_path());
    fs::copy(project_.directory().path(), target, fs::copy_options::recursive);
    std::ofstream(target / "trial.log") << trial_.log;
  }

  // A case of several steps may fail for one reason in each: it counts once.
  void fail(const std::string& step, const std::string& reason) {
    std::string line = step + ": " + reason;
    std::vector<std::string>& reasons = trial_.reasons;
    if (std::find(reasons.begin(), reasons.end(), line) == reasons.end()) reasons.push_back(std::move(line));
  }
  static void note(std::optional<bool>& answer, bool is_right) { answer = answer.value_or(true) && is_right; }
  [[nodiscard]] std::string url() const { return cluster_.url(database_); }
  [[nodiscard]] std::vector<std::string> autogenerate() const {
    return {"--url", url(), "revision", "--autogenerate", "--allow", "all", "-m", "case"};
  }

  Cluster& cluster_;
  const Settings& settings_;
  Databases databases_;
  testing::Project project_;
  Trial trial_;
  std::string database_;
  std::vector<std::string> targets_;
};

}  // namespace

bool Trial::passed() const {
  return skipped.empty() && reasons.empty() && upgrade_equal.value_or(false) && downgrade_equal.value_or(false) &&
         check_clean.value_or(false) && second_empty.value_or(false);
}

Trial try_case(Cluster& cluster, const Case& one, const Settings& settings) {
  return Runner(cluster, one, settings).run();
}

}  // namespace limbeck::roundtrip

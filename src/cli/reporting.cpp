#include "cli/reporting.hpp"

#include "history/header_line.hpp"
#include "report/writers.hpp"
#include "sql/emit.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <utility>

namespace limbeck::cli {
namespace {

std::string_view rule_of(const Error& error) {
  switch (error.status) {
    case ExitStatus::history:
      return "history";
    case ExitStatus::lock:
      return "lock";
    case ExitStatus::connection:
      return "connection";
    default:
      return error.diagnostics.empty() ? "error" : "mistake";
  }
}

void add_error(const Error& error, report::Report& report) {
  report.failure = report::Failure{error.what(), error.hint};
  add_diagnostics(error.diagnostics, rule_of(error), report);
  if (!error.diagnostics.empty()) return;
  report.findings.push_back({std::string(rule_of(error)), Severity::error, error.what(), error.hint, {}});
}

std::vector<sql::Statement> chosen(const sql::Script& script, const std::vector<std::size_t>& indices) {
  std::vector<sql::Statement> out;
  for (const std::size_t index : indices) out.push_back(script.statements().at(index));
  return out;
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// What is said of a difference beside what it is; of long texts nothing.
std::string both_sides(const report::Difference& difference) {
  constexpr std::size_t longest = 100;
  const auto is_short = [](const std::optional<std::string>& text) {
    return text && text->size() <= longest && text->find('\n') == std::string::npos;
  };
  if (difference.verb != "changed" || !is_short(difference.was) || !is_short(difference.now)) return {};
  if (difference.was == difference.now) return {};
  return fmt::format(": the database has `{}`, the model says `{}`", *difference.was, *difference.now);
}

report::Finding finding_of(const diff::Change& change, const diff::Plan& plan) {
  report::Difference difference{std::string(change.verb),
                                std::string(change.id.kind),
                                display_name(change.id),
                                unless_empty(change.before),
                                unless_empty(change.after),
                                chosen(plan.upgrade, change.upgrade),
                                chosen(plan.downgrade, change.downgrade)};
  if (!change.was.empty()) {
    difference.was = change.was;
    difference.now = difference.name;
  }
  std::string message = diff::to_text(change) + both_sides(difference);
  return {
      "difference-" + difference.verb, Severity::error, std::move(message), "", change.where, std::move(difference)};
}

std::string sections_of(history::Direction direction, const sql::Script& script) {
  std::string text;
  for (const sql::Unit& unit : sql::units_of(script)) {
    text += fmt::format("{}{}{}{}\n{}\n", text.empty() ? "" : "\n", history::directive_start, word_of(direction),
                        unit.transaction ? "" : " no-transaction", unit.sql);
  }
  return text;
}

std::string print(const std::string& format, const report::Report& report) {
  if (format == "json") return report::to_json(report);
  return format == "sarif" ? report::to_sarif(report) : report::to_github(report);
}

}  // namespace

void declare_format(Arguments& arguments, std::string& format) {
  format = "text";
  arguments.choice("--format", format, {"text", "json", "sarif", "github"},
                   "How to tell what was found: for people, for programs, for code scanning, as annotations");
}

ExitStatus reported(const std::string& command, const std::string& format, const Project& project, const Work& work) {
  report::Report report;
  if (format == "text") return work(report);
  report.command = command;
  report.tool_version = LIMBECK_VERSION;
  report.rules = common_rules();
  // Where the workflow's checkout is: annotations and alerts belong to files below it.
  if (const char* root = std::getenv("GITHUB_WORKSPACE"); root != nullptr) report.root = root;
  ExitStatus status = ExitStatus::error;
  try {
    status = work(report);
  } catch (const Error& error) {
    project.console().report(error);
    add_error(error, report);
    status = error.status;
  }
  report.status = static_cast<int>(status);
  project.console().print(print(format, report));
  return status;
}

const std::vector<report::Rule>& common_rules() {
  static const std::vector<report::Rule> rules{
      {"difference-added", "The models declare what the database does not have."},
      {"difference-removed", "The database has what the models do not declare."},
      {"difference-changed", "The database has it in another way than the models say."},
      {"difference-renamed", "The models give it another name than the database."},
      {"undecided", "Nobody could tell whether the models and the database say the same."},
      {"not-modelled", "The database holds what limbeck does not model."},
      {"mistake", "A model, a revision or the configuration can not be read as it stands."},
      {"history", "The revisions, or where the database stands among them, are not in order."},
      {"lock", "A lock was not to be had in time."},
      {"connection", "There is no connection to the database."},
      {"error", "The command could not do its work."},
  };
  return rules;
}

void add_diagnostics(const Diagnostics& diagnostics, std::string_view rule, report::Report& report) {
  for (const Diagnostic& each : diagnostics) {
    report.findings.push_back({std::string(rule), each.severity, each.message, each.hint, each.where});
  }
}

void add_comparison(const Comparison& comparison, Strictness strict, report::Report& report) {
  add_diagnostics(comparison.warnings, "mistake", report);
  for (const diff::Change& change : comparison.plan.changes) {
    report.findings.push_back(finding_of(change, comparison.plan));
  }
  for (const catalog::Undecided& each : comparison.undecided) {
    report.findings.push_back(
        {"undecided", strict.undecided ? Severity::error : Severity::warning,
         fmt::format("cannot tell whether {} '{}' differs: {}", each.id.kind, display_name(each.id), each.reason),
         fmt::format("in the database: {}; in the model: {}", each.live, each.desired), each.where});
  }
  for (const Unmodelled& each : comparison.unmodelled) {
    report.findings.push_back({"not-modelled",
                               strict.unmodelled ? Severity::error : Severity::note,
                               fmt::format("not modelled: {}", each.description),
                               fmt::format("a raw object names it: {}", each.identity),
                               {}});
  }
  report.upgrade = sections_of(history::Direction::upgrade, comparison.plan.upgrade);
  report.downgrade = sections_of(history::Direction::downgrade, comparison.plan.downgrade);
}

std::string sections_text(const sql::Script& upgrade, const sql::Script& downgrade) {
  return sections_of(history::Direction::upgrade, upgrade) + "\n" +
         sections_of(history::Direction::downgrade, downgrade);
}

}  // namespace limbeck::cli

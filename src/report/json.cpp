#include "report/writers.hpp"

#include <nlohmann/json.hpp>

namespace limbeck::report {
namespace {

using Json = nlohmann::ordered_json;

const char* word_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

Json or_null(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json(nullptr);
}

Json to_json(const std::vector<sql::Statement>& statements) {
  Json out = Json::array();
  for (const sql::Statement& statement : statements) {
    Json hazards = Json::array();
    for (const sql::Hazard& hazard : statement.hazards) {
      hazards.push_back({{"name", hazard.name}, {"object", hazard.object}, {"text", hazard.text}});
    }
    out.push_back({{"sql", statement.text}, {"hazards", std::move(hazards)}});
  }
  return out;
}

Json to_json(const Difference& difference) {
  return {{"verb", difference.verb},
          {"kind", difference.kind},
          {"name", difference.name},
          {"was", or_null(difference.was)},
          {"now", or_null(difference.now)},
          {"upgrade", to_json(difference.upgrade)},
          {"downgrade", to_json(difference.downgrade)}};
}

Json to_json(const Finding& finding) {
  Json out{{"rule", finding.rule}, {"severity", word_of(finding.severity)}, {"message", finding.message}};
  if (!finding.hint.empty()) out["hint"] = finding.hint;
  if (!finding.where.file.empty()) out["file"] = finding.where.file;
  if (finding.where.begin.line != 0) {
    out["line"] = finding.where.begin.line;
    out["column"] = finding.where.begin.column;
  }
  if (finding.difference) out["difference"] = to_json(*finding.difference);
  return out;
}

}  // namespace

std::string to_json(const Report& report) {
  Json out{{"version", json_version},
           {"tool", {{"name", "limbeck"}, {"version", report.tool_version}}},
           {"command", report.command},
           {"status", report.status}};
  if (report.failure) {
    out["failure"] = {{"message", report.failure->message}};
    if (!report.failure->hint.empty()) out["failure"]["hint"] = report.failure->hint;
  }
  out["findings"] = Json::array();
  for (const Finding& finding : report.findings) out["findings"].push_back(to_json(finding));
  if (report.upgrade || report.downgrade) {
    out["sql"] = {{"upgrade", report.upgrade.value_or("")}, {"downgrade", report.downgrade.value_or("")}};
  }
  // What a database in SQL_ASCII has may be no UTF-8.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace limbeck::report

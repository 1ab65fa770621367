// SARIF 2.1.0 (OASIS). What code scanning of GitHub and GitLab reads of it is here: rules, results with a region, and a
// fingerprint, so that a finding stays the same one when lines move.

#include "report/writers.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace limbeck::report {
namespace {

using Json = nlohmann::ordered_json;

const char* level_of(Severity severity) {
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

// RFC 3986: what may stand in a path stands for itself.
std::string uri_of(const std::string& file) {
  std::string out = file.starts_with('/') ? "file://" : "";
  for (const char c : file) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

Json location_of(const Report& report, const Finding& finding) {
  Json out = Json::object();
  if (!finding.where.file.empty()) {
    Json physical{{"artifactLocation", {{"uri", uri_of(file_from_root(report, finding.where))}}}};
    const SourcePosition at = finding.where.begin;
    if (at.line != 0) physical["region"] = {{"startLine", at.line}, {"startColumn", std::max(at.column, 1U)}};
    out["physicalLocation"] = std::move(physical);
  }
  if (finding.difference) {
    const Json logical{{"fullyQualifiedName", finding.difference->name}, {"kind", finding.difference->kind}};
    out["logicalLocations"] = Json::array({logical});
  }
  return out;
}

Json texts_of(const std::vector<sql::Statement>& statements) {
  Json out = Json::array();
  for (const sql::Statement& each : statements) out.push_back(each.text);
  return out;
}

std::string fingerprint_of(const Finding& finding) {
  if (!finding.difference) return fmt::format("{}/{}/{}", finding.rule, finding.where.file, finding.message);
  return fmt::format("{}/{}/{}", finding.rule, finding.difference->kind, finding.difference->name);
}

Json result_of(const Report& report, const Finding& finding) {
  Json out{{"ruleId", finding.rule}};
  const auto rule =
      std::find_if(report.rules.begin(), report.rules.end(), [&](const Rule& each) { return each.id == finding.rule; });
  if (rule != report.rules.end()) out["ruleIndex"] = rule - report.rules.begin();
  out["level"] = level_of(finding.severity);
  out["message"] = {{"text", message_with_hint(finding)}};
  if (Json location = location_of(report, finding); !location.empty()) {
    out["locations"] = Json::array({std::move(location)});
  }
  out["partialFingerprints"] = {{"limbeck/v1", fingerprint_of(finding)}};
  if (const auto& difference = finding.difference) {
    Json properties = Json::object();
    if (difference->was) properties["was"] = *difference->was;
    if (difference->now) properties["now"] = *difference->now;
    properties["upgrade"] = texts_of(difference->upgrade);
    properties["downgrade"] = texts_of(difference->downgrade);
    out["properties"] = std::move(properties);
  }
  return out;
}

}  // namespace

std::string to_sarif(const Report& report) {
  Json driver{{"name", "limbeck"}, {"version", report.tool_version}, {"rules", Json::array()}};
  for (const Rule& rule : report.rules) {
    driver["rules"].push_back({{"id", rule.id}, {"shortDescription", {{"text", rule.summary}}}});
  }
  Json invocation{{"executionSuccessful", !report.failure.has_value()}, {"exitCode", report.status}};
  if (report.failure) {
    const std::string& hint = report.failure->hint;
    const Json notification{{"level", "error"},
                            {"message", {{"text", report.failure->message + (hint.empty() ? "" : "\nhint: " + hint)}}}};
    invocation["toolExecutionNotifications"] = Json::array({notification});
  }
  Json run{{"tool", {{"driver", std::move(driver)}}},
           {"automationDetails", {{"id", "limbeck/" + report.command + "/"}}},
           {"invocations", Json::array({std::move(invocation)})},
           {"columnKind", "unicodeCodePoints"},
           {"results", Json::array()}};
  for (const Finding& finding : report.findings) run["results"].push_back(result_of(report, finding));
  const Json out{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({std::move(run)})}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace limbeck::report

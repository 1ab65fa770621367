#include "report/writers.hpp"

#include <fmt/core.h>

#include <string_view>

namespace limbeck::report {
namespace {

// As the runner reads them back: '%', and line ends; in properties also what ends one.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out;
}

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "notice";
}

}  // namespace

std::string to_github(const Report& report) {
  std::string out;
  for (const Finding& finding : report.findings) {
    std::string properties;
    const auto add = [&](std::string_view name, const std::string& value) {
      properties += fmt::format("{}{}={}", properties.empty() ? "" : ",", name, escaped(value, true));
    };
    if (!finding.where.file.empty()) add("file", file_from_root(report, finding.where));
    if (finding.where.begin.line != 0) {
      add("line", std::to_string(finding.where.begin.line));
      add("col", std::to_string(finding.where.begin.column));
    }
    add("title", fmt::format("limbeck {}: {}", report.command, finding.rule));
    out += fmt::format("::{} {}::{}\n", command_of(finding.severity), properties,
                       escaped(message_with_hint(finding), false));
  }
  if (report.failure && report.findings.empty()) {
    out += fmt::format("::error title=limbeck {}::{}\n", report.command, escaped(report.failure->message, false));
  }
  return out;
}

}  // namespace limbeck::report

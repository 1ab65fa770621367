#pragma once
// Report -> text, one function a format. Each gives the whole of what belongs on standard output.

#include "report/report.hpp"

#include <string>
#include <string_view>

namespace limbeck::report {

inline constexpr int json_version = 1;
[[nodiscard]] std::string to_json(const Report& report);
// Its JSON Schema; schemas/report.json is the same text.
[[nodiscard]] std::string_view json_schema();

// SARIF 2.1.0, as code scanners and editors read it.
[[nodiscard]] std::string to_sarif(const Report& report);

// Commands of GitHub's workflows, a line a finding: `::error file=...,line=...,col=...,title=...::message`.
[[nodiscard]] std::string to_github(const Report& report);

// The file of a finding as seen from the report's root, with slashes.
[[nodiscard]] std::string file_from_root(const Report& report, const SourceRange& where);
// The message, and what to do below it.
[[nodiscard]] std::string message_with_hint(const Finding& finding);

}  // namespace limbeck::report

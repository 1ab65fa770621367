#include "report/writers.hpp"

namespace limbeck::report {

std::string file_from_root(const Report& report, const SourceRange& where) {
  if (where.file.empty() || report.root.empty()) return where.file;
  const std::filesystem::path file =
      std::filesystem::absolute(where.file).lexically_normal().lexically_relative(report.root.lexically_normal());
  const bool is_below = !file.empty() && *file.begin() != "..";
  return is_below ? file.generic_string() : where.file;
}

std::string message_with_hint(const Finding& finding) {
  return finding.hint.empty() ? finding.message : finding.message + "\nhint: " + finding.hint;
}

}  // namespace limbeck::report

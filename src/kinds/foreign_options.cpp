#include "kinds/foreign_options.hpp"

#include "kinds/expression.hpp"
#include "sql/quote.hpp"

#include <vector>

namespace limbeck {
namespace {

std::string setting(const std::string& name, const std::string& value) {
  return sql::name(name) + " " + sql::literal(value);
}

}  // namespace

ForeignOptions options_from(const std::vector<std::string>& stored) {
  const StorageParameters parameters = parameters_from(stored);
  return {parameters.begin(), parameters.end()};
}

std::string options_clause(const ForeignOptions& options, const std::string& word) {
  if (options.empty()) return {};
  std::vector<std::string> parts;
  for (const auto& [name, value] : options) parts.push_back(setting(name, value));
  return " " + word + " (" + sql::join(parts) + ")";
}

std::string options_change(const ForeignOptions& was, const ForeignOptions& now) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : was) {
    if (!now.contains(name)) parts.push_back("DROP " + sql::name(name));
  }
  for (const auto& [name, value] : now) {
    const auto before = was.find(name);
    if (before == was.end()) {
      parts.push_back("ADD " + setting(name, value));
    } else if (before->second != value) {
      parts.push_back("SET " + setting(name, value));
    }
  }
  return parts.empty() ? "" : " OPTIONS (" + sql::join(parts) + ")";
}

}  // namespace limbeck

#include "kinds/query_columns.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck {

bool QueryColumns::begin(const QueryColumns& now) const {
  return !columns.empty() && columns.size() <= now.columns.size() &&
         std::equal(columns.begin(), columns.end(), now.columns.begin());
}

QueryColumns read_query_columns(Row& row) {
  QueryColumns out;
  const std::vector<std::string> names = row.array();
  const std::vector<std::string> types = row.array();
  for (std::size_t i = 0; i < names.size(); ++i) out.columns.emplace_back(names[i], types[i]);
  return out;
}

std::string bare_query(std::string_view printed) {
  const std::size_t begin = printed.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = printed.find_last_not_of(" \t\n;");
  return std::string(printed.substr(begin, end + 1 - begin));
}

std::optional<std::string> load_query(const Field& entry, const Place& place, std::string_view kind, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("{} {} has no `definition`", kind, entry.key.value),
                "definition = \"select ...\"");
    return std::nullopt;
  }
  const auto parsed = grammar::parse_query(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  return resolve(*parsed, definition->text, 0, place.schema, scope);
}

std::vector<std::string> load_names(const Field& entry, std::string_view key) {
  std::vector<std::string> out;
  if (entry.type != Field::Type::table) return out;
  if (const Field* list = entry.find(key)) {
    for (const Field& item : list->items) out.push_back(item.text.value);
  }
  return out;
}

StorageParameters load_parameters(const Field& entry) {
  StorageParameters out;
  if (entry.type != Field::Type::table) return out;
  if (const Field* with = entry.find("with")) {
    for (const Field& item : with->items) out.emplace(item.key.value, item.text.value);
  }
  return out;
}

}  // namespace limbeck

#include "kinds/type.hpp"

#include "grammar/type.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <array>

namespace limbeck {

std::string Type::base() const {
  if (!user.name.empty()) return sql::name(user);
  std::string out = is_array() ? text.text().substr(0, text.size() - 2) : text.text();
  const std::size_t open = out.find('(');
  if (open != std::string::npos) out.erase(open, out.find(')', open) + 1 - open);
  return out;
}

Type Type::element() const {
  return {is_array() ? text.text().substr(0, text.size() - 2) : text.text(), user};
}

std::string Type::written(const Namer& namer) const {
  if (!user.name.empty()) {
    const std::string qualified = sql::name(user);
    // A type named like a built-in one, or like one of its aliases, needs its schema.
    grammar::TypeName alone;
    alone.name = {user.name};
    if (grammar::builtin_type(alone) || !text.text().starts_with(qualified)) return text;
    if (namer.declares && !namer.declares(*reference())) return text;  // an extension's
    return namer(user) + text.text().substr(qualified.size());
  }
  static constexpr std::array<std::array<std::string_view, 3>, 6> shorter{{
      {"character varying", "varchar", ""},
      {"character", "char", ""},
      {"timestamp", "timestamp", " without time zone"},
      {"timestamp", "timestamptz", " with time zone"},
      {"time", "time", " without time zone"},
      {"time", "timetz", " with time zone"},
  }};
  const std::string_view brackets = is_array() ? "[]" : "";
  const std::string_view element = std::string_view(text).substr(0, text.size() - brackets.size());
  for (const auto& [head, name, tail] : shorter) {
    if (!element.starts_with(head) || !element.ends_with(tail) || element.size() < head.size() + tail.size()) continue;
    const std::string_view middle = element.substr(head.size(), element.size() - head.size() - tail.size());
    if (!middle.empty() && (middle.front() != '(' || middle.back() != ')')) continue;
    if (head == "character" && middle == "(1)") return fmt::format("{}{}", name, brackets);
    if (head == "character" && middle.empty()) continue;
    return fmt::format("{}{}{}", name, middle, brackets);
  }
  return text;
}

std::optional<Slot> Type::reference() const {
  if (user.name.empty()) return std::nullopt;
  return Slot{space::type, user.schema, "", user.name};
}

void Type::rename(const Renaming& renaming) {
  if (user.name.empty()) return;
  const std::string before = sql::name(user);
  if (renaming.from == Slot{space::schema, "", "", user.schema}) {
    user.schema = renaming.to;
  } else if (reference() == renaming.from) {
    user.name = renaming.to;
  } else {
    return;
  }
  text = sql::name(user) + text.text().substr(before.size());
}

}  // namespace limbeck

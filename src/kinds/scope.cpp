#include "kinds/scope.hpp"

#include "grammar/expression.hpp"
#include "model/diagnostic.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace limbeck {
namespace {

// The schema in which an unqualified name is declared; empty if none declares it.
std::string schema_of(const std::string& name, std::string_view in, const std::string& home, const LoadScope& scope) {
  if (scope.declares({in, home, "", name})) return home;
  for (const std::string& schema : scope.search_path()) {
    if (scope.declares({in, schema, "", name})) return schema;
  }
  return "";
}

std::string suggestion(const std::string& name, LoadScope& scope) {
  std::vector<std::string> known = grammar::builtin_type_names();
  for (std::string& declared : scope.declared(space::type)) known.push_back(std::move(declared));
  const std::string near = nearest(name, known);
  return near.empty() ? "" : fmt::format("did you mean '{}'?", near);
}

std::string modifiers_of(const grammar::TypeName& type) {
  std::string out = type.modifiers.empty() ? "" : "(" + sql::join(type.modifiers, ",") + ")";
  return out + (type.array ? "[]" : "");
}

// Literals that PostgreSQL replaces by a constant when it parses them: the default would be the day of the migration.
void refuse_date_words(const grammar::Expression& expression, const Text& text, std::size_t base, LoadScope& scope) {
  static constexpr std::array<std::string_view, 4> words{"now", "today", "tomorrow", "yesterday"};
  static constexpr std::array<std::string_view, 5> types{"timestamp without time zone", "timestamp with time zone",
                                                         "date", "time without time zone", "time with time zone"};
  for (const grammar::LiteralUse& literal : expression.literals) {
    if (!literal.type || literal.type->name.size() != 1) continue;
    std::string value = literal.value;
    std::transform(value.begin(), value.end(), value.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const bool word = std::find(words.begin(), words.end(), value) != words.end();
    const bool moment = std::find(types.begin(), types.end(), literal.type->name[0]) != types.end();
    if (!word || !moment) continue;
    scope.error(text, base + expression.offset + literal.offset,
                fmt::format("'{}' becomes a constant when PostgreSQL parses it", literal.value),
                literal.type->name[0] == "date" ? "write current_date" : "write now() or current_timestamp");
  }
}

}  // namespace

QName resolve(const grammar::QualifiedName& name, std::string_view in, const std::string& home,
              const LoadScope& scope) {
  if (name.parts.size() > 1) return {name.parts[name.parts.size() - 2], name.parts.back()};
  const std::string schema = schema_of(name.parts.back(), in, home, scope);
  return {schema.empty() ? home : schema, name.parts.back()};
}

QName resolve_or_builtin(const grammar::QualifiedName& name, std::string_view space, const std::string& home,
                         const LoadScope& scope) {
  QName out = resolve(name, space, home, scope);
  const bool declared = scope.declares({space, out.schema, "", out.name});
  if (name.parts.size() == 1 && !declared) out.schema = {};
  return without_catalog(std::move(out));
}

Type resolve(const grammar::TypeName& type, const Text& text, std::size_t base, const std::string& home,
             LoadScope& scope) {
  const std::string tail = modifiers_of(type);
  const auto user = [&](const QName& name) { return Type{sql::name(name) + tail, name}; };
  if (type.name.size() > 1 && type.name[0] != "pg_catalog") return user({type.name[0], type.name[1]});
  const std::string& name = type.name.back();
  if (const auto built_in = grammar::builtin_type(type)) return {*built_in, {}};
  if (const std::string schema = schema_of(name, space::type, home, scope); !schema.empty())
    return user({schema, name});
  if (!scope.has_extensions()) {
    scope.error(text, base + type.offset, fmt::format("there is no type '{}'", name), suggestion(name, scope));
  }
  // An extension's, perhaps: the server knows where it is.
  return {sql::name(name) + tail, {"", name}};
}

std::string resolve(const grammar::Expression& expression, const Text& text, std::size_t base, const std::string& home,
                    LoadScope& scope) {
  using Role = grammar::NameUse::Role;
  refuse_date_words(expression, text, base, scope);
  return grammar::with_names(expression, [&](const grammar::NameUse& name) -> std::optional<std::string> {
    if (name.parts.size() != 1) return std::nullopt;
    std::string_view in;
    switch (name.role) {
      case Role::function:
        in = space::function;
        break;
      case Role::type:
        in = space::type;
        break;
      case Role::relation:
        in = space::relation;
        break;
      case Role::collation:
        in = space::collation;
        break;
      default:
        return std::nullopt;
    }
    const std::string schema = schema_of(name.parts[0], in, home, scope);
    // Sequences that no model names (those of serial columns) are in the table's own schema.
    if (schema.empty() && name.role != Role::relation) return std::nullopt;
    return sql::name(QName{schema.empty() ? home : schema, name.parts[0]});
  });
}

std::string resolve_collation(const grammar::QualifiedName& name, const std::string& home, const LoadScope& scope) {
  const bool built_in = name.parts.size() > 1 && name.parts.front() == "pg_catalog";
  if (name.parts.size() > 1 && !built_in) return sql::name(QName{name.parts[0], name.parts[1]});
  const std::string schema = built_in ? "" : schema_of(name.parts.back(), space::collation, home, scope);
  std::string out = sql::name(QName{schema, name.parts.back()});
  return out == "\"default\"" ? "" : out;
}

std::string resolve_operator_class(const grammar::QualifiedName& name, const std::string& home,
                                   const LoadScope& scope) {
  if (name.parts.size() > 1) {
    return sql::name(QName{name.parts.front() == "pg_catalog" ? "" : name.parts.front(), name.parts.back()});
  }
  return sql::name(QName{schema_of(name.parts.back(), space::operator_class, home, scope), name.parts.back()});
}

std::string resolve_value(grammar::Expression expression, const grammar::TypeName& written, const Type& type,
                          const Text& text, const std::string& home, LoadScope& scope) {
  // A literal alone takes the type of its column.
  const bool bare = expression.literals.size() == 1 && expression.literals[0].length == expression.text.size();
  if (bare && !expression.literals[0].type) expression.literals[0].type = written;
  std::string value = resolve(expression, text, 0, home, scope);
  if (bare && !type.user.schema.empty()) value += "::" + type.text;
  return grammar::same_tokens(value, "null") ? "" : value;
}

Type printed_type(const grammar::TypeName& type, std::string_view printed) {
  Type out;
  out.text = grammar::builtin_type(type).value_or(std::string(printed.substr(type.offset, type.length)));
  if (type.name.size() == 2 && type.name[0] != "pg_catalog") out.user = {type.name[0], type.name[1]};
  return out;
}

Type read_type(Row& row) {
  Type type{row.string(), row.name()};
  if (type.user.schema == "pg_catalog") type.user = {};
  return type;
}

std::string read_collation(Row& row) {
  const QName name = row.name();
  return name.name.empty() ? "" : sql::name(QName{name.schema == "pg_catalog" ? "" : name.schema, name.name});
}

int Row::number() {
  const std::string_view digits = text();
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::uint32_t Row::oid() {
  const std::string_view digits = text();
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// PostgreSQL's array output: {a,"b c","d\"e"}; one dimension, NULL elements never occur here.
std::vector<std::string> Row::array() {
  const std::string_view printed = text();
  std::vector<std::string> out;
  if (printed.size() <= 2) return out;
  std::string element;
  bool quoted = false;
  for (std::size_t i = 1; i + 1 < printed.size(); ++i) {
    const char c = printed[i];
    if (c == '\\') {
      element += printed[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      out.push_back(std::move(element));
      element.clear();
    } else {
      element += c;
    }
  }
  out.push_back(std::move(element));
  return out;
}

std::vector<int> Row::numbers() {
  std::vector<int> out;
  std::string_view printed = text();
  while (!printed.empty()) {
    int value = 0;
    std::from_chars(printed.data(), printed.data() + printed.size(), value);
    out.push_back(value);
    const std::size_t blank = printed.find(' ');
    printed = blank == std::string_view::npos ? std::string_view{} : printed.substr(blank + 1);
  }
  return out;
}

}  // namespace limbeck

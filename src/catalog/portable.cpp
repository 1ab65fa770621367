#include "catalog/portable.hpp"

#include "grammar/expression.hpp"

#include <algorithm>
#include <array>

namespace limbeck::catalog {
namespace {

using grammar::NameUse;
using Role = NameUse::Role;

// Types whose literals are read as the session's settings say: moments, intervals, their ranges, money.
bool depends_on_settings(const std::string& builtin) {
  static constexpr std::array<std::string_view, 5> heads{"date", "time", "interval", "ts", "money"};
  return std::any_of(heads.begin(), heads.end(), [&](std::string_view head) { return builtin.starts_with(head); });
}

enum class Nature { calm, moment, foreign };

Nature nature_of(const Type& type, const Schema& schema) {
  if (!type.user.name.empty()) {
    for (const ObjectId& id : schema.resolve(*type.reference())) {
      if (schema.get<Enum>(id) != nullptr) return Nature::calm;
    }
    return Nature::foreign;  // it may have operators of its own, or hold moments
  }
  return depends_on_settings(type.base()) ? Nature::moment : Nature::calm;
}

Nature nature_of(const grammar::TypeName& type) {
  const auto builtin = grammar::builtin_type(type);
  if (!builtin) return Nature::foreign;
  return depends_on_settings(*builtin) ? Nature::moment : Nature::calm;
}

Nature nature_of(const NameUse& name) {
  grammar::TypeName type;
  type.name = name.parts;
  return nature_of(type);
}

bool has_digit(const std::string& value) {
  return std::any_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool mentions(const std::vector<NameUse>& names, const NameUse& name) {
  return std::any_of(names.begin(), names.end(),
                     [&](const NameUse& each) { return each.role == name.role && each.parts == name.parts; });
}

// Of pg_catalog, and in every encoding: what pg_get_expr prints without a schema.
bool is_usual_collation(const std::string& name) {
  return name == "C" || name == "POSIX" || name == "default";
}

}  // namespace

void append_bare_functions(const std::string& text, std::set<std::string>& to) {
  const auto parsed = grammar::parse_expression(text);
  if (!parsed) return;
  for (const NameUse& name : parsed->names) {
    if (name.role == Role::function && name.parts.size() == 1) to.insert(name.parts[0]);
  }
}

bool is_plain(const std::string& text, const QName& table, const Type* type, const Schema& schema,
              const std::set<std::string>& functions) {
  const auto parsed = grammar::parse_expression(text);
  if (!parsed) return false;
  // Whether a literal without a type may become a moment: one needs digits for that, and something beside it.
  bool moments = type != nullptr && nature_of(*type, schema) != Nature::calm;
  for (const NameUse& name : parsed->names) {
    const bool bare = name.parts.size() == 1;
    switch (name.role) {
      case Role::column: {
        const auto* column = schema.get<Column>({Column::kind_name, table.schema, table.name, name.parts.back(), ""});
        const auto* domain = schema.get<Domain>({Domain::kind_name, table.schema, "", table.name, ""});  // of VALUE
        const Nature nature = column != nullptr   ? nature_of(column->type, schema)
                              : domain != nullptr ? nature_of(domain->type, schema)
                                                  : Nature::foreign;
        if (nature == Nature::foreign) return false;
        moments |= nature == Nature::moment;
        break;
      }
      case Role::function:
        if (bare && !functions.contains(name.parts[0])) return false;
        moments = true;
        break;
      case Role::type:
        if (bare && nature_of(name) == Nature::foreign) return false;
        moments |= nature_of(name) != Nature::calm;
        break;
      case Role::collation:
        if (bare && !is_usual_collation(name.parts[0])) return false;
        break;
      default:
        if (bare) return false;
    }
  }
  std::string small = parsed->text;
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  moments |= small.find("current_") != std::string::npos || small.find("localtime") != std::string::npos;
  return std::none_of(parsed->literals.begin(), parsed->literals.end(), [&](const grammar::LiteralUse& literal) {
    if (!has_digit(literal.value)) return false;
    return literal.type ? nature_of(*literal.type) != Nature::calm : moments;
  });
}

bool is_portable(const std::string& written, const std::string& printed) {
  const auto before = grammar::parse_expression(written);
  const auto after = grammar::parse_expression(printed);
  if (!before || !after) return false;
  for (const grammar::LiteralUse& literal : after->literals) {
    const auto same = [&](const grammar::LiteralUse& each) { return each.value == literal.value; };
    if (std::none_of(before->literals.begin(), before->literals.end(), same)) return false;
  }
  for (const NameUse& name : after->names) {
    if (name.role == Role::column || name.parts.size() < 2 || mentions(before->names, name)) continue;
    // A type that PostgreSQL adds to a literal is decided by what stands beside it, not by a name in the text.
    NameUse bare = name;
    bare.parts = {name.parts.back()};
    if (name.role != Role::type || mentions(before->names, bare)) return false;
  }
  return true;
}

}  // namespace limbeck::catalog

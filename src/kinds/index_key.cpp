#include "kinds/index_key.hpp"

#include "grammar/expression.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace limbeck {
namespace {

std::string printed(const grammar::QualifiedName& name) {
  std::string out;
  for (const std::string& part : name.parts) out += (out.empty() ? "" : ".") + sql::name(part);
  return out;
}

std::string operator_text(const grammar::QualifiedName& name) {
  if (name.parts.size() < 2) return name.parts.back();
  return "OPERATOR(" + sql::name(name.parts.front()) + "." + name.parts.back() + ")";
}

// A function call stands without parentheses in an index; everything else needs them.
bool is_call(const std::string& expression) {
  const auto parsed = grammar::parse_index("(" + expression + ")");
  return static_cast<bool>(parsed) && parsed->keys.size() == 1 && parsed->keys[0].expression &&
         expression.front() != '(' && parsed->keys[0].expression->text == expression;
}

}  // namespace

std::string IndexKey::definition(const Namer& namer) const {
  std::string text = !column.empty() ? sql::name(column) : is_call(expression) ? expression : "(" + expression + ")";
  if (!collation.empty()) text += namer.word(" COLLATE ") + collation;
  if (!operator_class.empty()) text += " " + operator_class;
  if (!operator_class_parameters.empty()) {
    if (operator_class.empty()) return text;  // unreachable: PostgreSQL prints the class whenever it has parameters
    text += " " + parameter_list(operator_class_parameters);
  }
  if (descending) text += namer.word(" DESC");
  if (nulls_first != descending) text += namer.word(nulls_first ? " NULLS FIRST" : " NULLS LAST");
  if (!exclude_operator.empty()) text += namer.word(" WITH ") + exclude_operator;
  return text;
}

bool IndexKey::is_plain() const {
  return !column.empty() && operator_class.empty() && collation.empty();
}

bool IndexKey::is_usual() const {
  static constexpr std::array<std::string_view, 5> classes{"", "text_pattern_ops", "varchar_pattern_ops",
                                                           "bpchar_pattern_ops", "jsonb_path_ops"};
  return collation.empty() && std::find(classes.begin(), classes.end(), operator_class) != classes.end();
}

void IndexKey::append_references_to(const QName& table, std::vector<Slot>& to) const {
  if (!column.empty()) to.push_back(column_slot(table, column));
  if (!expression.empty()) append_references(expression, table, to);
  append_collation(collation, to);
  if (!exclude_operator.empty()) append_operator(exclude_operator, to);
  if (!operator_class.empty()) append_operator_class(operator_class, to);
}

void IndexKey::rename(const QName& table, const Renaming& renaming) {
  if (!column.empty()) rename_in(column, table, renaming);
  if (!expression.empty()) rename_in_expression(expression, table, renaming);
  rename_collation(collation, renaming);
  rename_operator(exclude_operator, renaming);
  if (!operator_class.empty()) rename_operator_class(operator_class, renaming);
}

IndexKey key_from(const grammar::IndexKey& written, const Text& text, std::size_t base, const std::string& home,
                  LoadScope* scope) {
  IndexKey key;
  if (written.column) key.column = *written.column;
  if (written.expression) {
    key.expression =
        scope == nullptr ? written.expression->text : resolve(*written.expression, text, base, home, *scope);
  }
  if (written.collation) {
    key.collation =
        scope == nullptr ? printed(*written.collation) : resolve_collation(*written.collation, home, *scope);
  }
  if (written.operator_class) {
    key.operator_class = scope == nullptr ? printed(*written.operator_class)
                                          : resolve_operator_class(*written.operator_class, home, *scope);
  }
  key.operator_class_parameters = written.operator_class_parameters;
  key.descending = written.descending;
  key.nulls_first = written.nulls_first.value_or(written.descending);
  if (written.exclude_operator) key.exclude_operator = operator_text(*written.exclude_operator);
  return key;
}

std::string key_list(const std::vector<IndexKey>& keys, const Namer& namer) {
  std::vector<std::string> parts;
  for (const IndexKey& key : keys) parts.push_back(key.definition(namer));
  return "(" + sql::join(parts) + ")";
}

}  // namespace limbeck

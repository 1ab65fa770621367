#include "kinds/expression.hpp"

#include "grammar/definition.hpp"
#include "grammar/expression.hpp"
#include "grammar/rule.hpp"
#include "sql/quote.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

namespace limbeck {
namespace {

using grammar::NameUse;

std::string_view space_of(NameUse::Role role) {
  switch (role) {
    case NameUse::Role::function:
      return space::function;
    case NameUse::Role::type:
      return space::type;
    case NameUse::Role::relation:
      return space::relation;
    case NameUse::Role::collation:
      return space::collation;
    case NameUse::Role::operator_:
      return space::operator_;
    default:
      return {};
  }
}

bool is_relation(const NameUse& name, const QName& table) {
  return name.role == NameUse::Role::relation && name.parts == std::vector<std::string>{table.schema, table.name};
}

// What may stand before a column of `relation`: its name, and what the subqueries call it.
std::set<std::string> qualifiers(const grammar::Expression& expression, const QName& relation, bool own) {
  std::set<std::string> out;
  if (own) out.insert(relation.name);
  for (const NameUse& name : expression.names) {
    if (is_relation(name, relation)) out.insert(name.alias.empty() ? relation.name.text() : name.alias);
  }
  return out;
}

// The name with its last part, or the one before it, replaced.
std::string with_part(const NameUse& name, std::size_t part, const std::string& replacement) {
  std::string out;
  for (std::size_t i = 0; i < name.parts.size(); ++i) {
    const std::string& each = i == part ? replacement : name.parts[i];
    out += (out.empty() ? "" : ".") + (each == "*" ? each : sql::name(each));
  }
  return out;
}

std::string replaced_literal(const grammar::Expression& expression, const Renaming& renaming) {
  std::string out = expression.text;
  for (auto literal = expression.literals.rbegin(); literal != expression.literals.rend(); ++literal) {
    const std::vector<std::string> type{renaming.from.schema, renaming.from.scope};
    if (literal->value == renaming.from.name && literal->type && literal->type->name == type) {
      out.replace(literal->offset, literal->length, sql::literal(renaming.to));
    }
  }
  return out;
}

// Which of a subquery's tables a column belongs to is not known: it is looked for in each.
void append_columns(const grammar::Expression& expression, const QName& relation, std::vector<Slot>& to) {
  for (const NameUse& name : expression.names) {
    if (name.role == NameUse::Role::column && name.parts.back() != "*") {
      to.push_back(column_slot(relation, name.parts.back()));
    }
  }
}

// A schema's new name, before every name that stands in it.
std::string with_schema(const grammar::Expression& parsed, const Renaming& renaming) {
  return grammar::with_names(parsed, [&](const NameUse& name) -> std::optional<std::string> {
    const bool qualified = name.role == NameUse::Role::column ? name.parts.size() > 2 : name.parts.size() == 2;
    if (!qualified || name.parts.front() != renaming.from.name) return std::nullopt;
    std::string out = sql::name(renaming.to);
    if (name.role == NameUse::Role::operator_) return out + '.' + name.parts.back();
    for (std::size_t i = 1; i < name.parts.size(); ++i) {
      out += '.' + (name.parts[i] == "*" ? name.parts[i] : sql::name(name.parts[i]));
    }
    return out;
  });
}

bool is_row(const std::string& qualifier) {
  return qualifier == "new" || qualifier == "old";
}

// `table` is the one that columns without a qualifier may belong to; a query has none. OLD and NEW are rows of `rows`.
std::string renamed(const grammar::Expression& parsed, const QName& table, const Renaming& renaming,
                    const QName& rows = {}) {
  const Slot& from = renaming.from;
  if (from.space == label_space) return replaced_literal(parsed, renaming);
  if (from.space == space::schema) return with_schema(parsed, renaming);
  const bool is_column = from.space == space::column;
  const QName relation{from.schema, is_column ? from.scope : from.name};
  const bool own = relation == table;
  const std::set<std::string> known =
      is_column || from.space == space::relation ? qualifiers(parsed, relation, own) : std::set<std::string>{};
  return grammar::with_names(parsed, [&](const NameUse& name) -> std::optional<std::string> {
    const std::size_t last = name.parts.size() - 1;
    if (name.role == NameUse::Role::column) {
      const bool row = is_column && last > 0 && relation == rows && is_row(name.parts[last - 1]);
      if (is_column && name.parts[last] == from.name &&
          (last == 0 ? own : row || known.contains(name.parts[last - 1]))) {
        return with_part(name, last, renaming.to);
      }
      // A table is known by its name where it has no alias.
      if (from.space == space::relation && last > 0 && name.parts[last - 1] == from.name && known.contains(from.name)) {
        return with_part(name, last - 1, renaming.to);
      }
      return std::nullopt;
    }
    if (!is_column && space_of(name.role) == from.space &&
        name.parts == std::vector<std::string>{from.schema, from.name}) {
      return sql::name(QName{from.schema, renaming.to});
    }
    return std::nullopt;
  });
}

// Names of an expression; columns only where it stands in a table.
void append_parsed_references(const std::string& expression, const QName& table, std::vector<Slot>& to) {
  const auto parsed = grammar::parse_expression(expression);
  if (!parsed) return;  // what PostgreSQL printed always parses; a model's text was checked when it was loaded
  for (const NameUse& name : parsed->names) {
    if (name.role == NameUse::Role::column) {
      if (table.name.empty() || name.parts.back() == "*") continue;
      to.push_back(column_slot(table, name.parts.back()));
    } else if (const std::string_view in = space_of(name.role); !in.empty() && name.parts.size() == 2) {
      to.push_back({in, name.parts[0], "", name.parts[1]});
      if (name.role == NameUse::Role::relation) append_columns(*parsed, {name.parts[0], name.parts[1]}, to);
    }
  }
}

}  // namespace

void append_references(const std::string& expression, const QName& table, std::vector<Slot>& to) {
  if (!table.name.empty()) return append_parsed_references(expression, table, to);
  // The defaults of a schema are few texts many times: `now()`, `0`, `'{}'::jsonb`.
  constexpr std::size_t most = 1000;
  static thread_local std::unordered_map<std::string, std::vector<Slot>> known;
  auto found = known.find(expression);
  if (found == known.end()) {
    std::vector<Slot> names;
    append_parsed_references(expression, table, names);
    if (known.size() >= most) known.clear();
    found = known.emplace(expression, std::move(names)).first;
  }
  to.insert(to.end(), found->second.begin(), found->second.end());
}

namespace {

void append_statement_references(const grammar::Expression& parsed, std::vector<Slot>& to) {
  std::multimap<QName, std::string> relations;  // and their aliases
  for (const NameUse& name : parsed.names) {
    const std::string_view in = space_of(name.role);
    if (in.empty() || name.parts.size() != 2) continue;
    to.push_back({in, name.parts[0], "", name.parts[1]});
    if (in == space::relation) relations.emplace(QName{name.parts[0], name.parts[1]}, name.alias);
  }
  // Which of the relations a column belongs to only PostgreSQL knows: a name that is none of its columns finds nothing.
  std::set<std::vector<std::string>> columns;
  for (const NameUse& name : parsed.names) {
    if (name.role == NameUse::Role::column && name.parts.back() != "*") columns.insert(name.parts);
  }
  for (const std::vector<std::string>& column : columns) {
    const auto named = [&](const auto& each) {
      return column.size() > 1 &&
             (each.second.empty() ? each.first.name.text() : each.second) == column[column.size() - 2];
    };
    const bool by_name = std::any_of(relations.begin(), relations.end(), named);
    for (const auto& relation : relations) {
      if (!by_name || named(relation)) to.push_back(column_slot(relation.first, column.back()));
    }
  }
}

}  // namespace

void append_query_references(const std::string& query, std::vector<Slot>& to) {
  if (const auto parsed = grammar::parse_query(query)) append_statement_references(*parsed, to);
}

void append_body_references(const std::string& body, std::vector<Slot>& to) {
  if (const auto parsed = grammar::parse_body(body)) append_statement_references(*parsed, to);
}

void append_command_references(const std::string& command, const QName& table, std::vector<Slot>& to) {
  const auto parsed = grammar::parse_command(command);
  if (!parsed) return;
  append_statement_references(*parsed, to);
  for (const NameUse& name : parsed->names) {
    if (name.role == NameUse::Role::column && name.parts.size() == 2 && is_row(name.parts[0]) && name.parts[1] != "*") {
      to.push_back(column_slot(table, name.parts[1]));
    }
  }
}

// Most renamings concern other expressions: only a text that holds the name at all is worth parsing.
void rename_in_expression(std::string& expression, const QName& table, const Renaming& renaming) {
  if (expression.find(renaming.from.name) == std::string::npos) return;
  if (const auto parsed = grammar::parse_expression(expression)) expression = renamed(*parsed, table, renaming);
}

void rename_in_query(std::string& query, const Renaming& renaming) {
  if (query.find(renaming.from.name) == std::string::npos) return;
  if (const auto parsed = grammar::parse_query(query)) query = renamed(*parsed, {}, renaming);
}

void rename_in_body(std::string& body, const Renaming& renaming) {
  if (body.find(renaming.from.name) == std::string::npos) return;
  if (const auto parsed = grammar::parse_body(body)) body = renamed(*parsed, {}, renaming);
}

namespace {

// An expression is what the grammar can take a collation's name from.
constexpr std::string_view before_collation = "x COLLATE ";

}  // namespace

void append_collation(const std::string& collation, std::vector<Slot>& to) {
  if (!collation.empty()) append_references(std::string(before_collation) + collation, {}, to);
}

void rename_collation(std::string& collation, const Renaming& renaming) {
  if (collation.empty()) return;
  std::string expression = std::string(before_collation) + collation;
  rename_in_expression(expression, {}, renaming);
  collation = expression.substr(before_collation.size());
}

void rename_in_command(std::string& command, const QName& table, const Renaming& renaming) {
  if (command.find(renaming.from.name) == std::string::npos) return;
  if (const auto parsed = grammar::parse_command(command)) command = renamed(*parsed, {}, renaming, table);
}

void append_operator(const std::string& text, std::vector<Slot>& to) {
  const auto parsed = grammar::parse_operator(text);
  if (parsed && parsed->parts.size() == 2) to.push_back({space::operator_, parsed->parts[0], "", parsed->parts[1]});
}

void append_operator_class(const std::string& text, std::vector<Slot>& to) {
  const auto parsed = grammar::parse_qualified(text);
  if (parsed && parsed->parts.size() == 2) {
    to.push_back({space::operator_class, parsed->parts[0], "", parsed->parts[1]});
  }
}

void rename_operator_class(std::string& text, const Renaming& renaming) {
  const auto parsed = grammar::parse_qualified(text);
  if (!parsed || parsed->parts.size() != 2) return;
  QName name{parsed->parts[0], parsed->parts[1]};
  rename_in(name, space::operator_class, renaming);
  text = sql::name(name);
}

void rename_operator(std::string& text, const Renaming& renaming) {
  const auto parsed = grammar::parse_operator(text);
  if (!parsed || parsed->parts.size() != 2) return;
  if (renaming.from == Slot{space::schema, "", "", parsed->parts[0]}) {
    text = "OPERATOR(" + sql::name(renaming.to) + "." + parsed->parts[1] + ")";
  }
}

void rename_in(QName& name, std::string_view in, const Renaming& renaming) {
  if (renaming.from == Slot{space::schema, "", "", name.schema}) name.schema = renaming.to;
  if (renaming.from == Slot{in, name.schema, "", name.name}) name.name = renaming.to;
}

void rename_in(Name& column, const QName& table, const Renaming& renaming) {
  if (renaming.from == column_slot(table, column)) column = renaming.to;
}

void rename_in(std::vector<Name>& columns, const QName& table, const Renaming& renaming) {
  for (Name& column : columns) rename_in(column, table, renaming);
}

void rename_in(std::vector<std::string>& columns, const QName& table, const Renaming& renaming) {
  for (std::string& column : columns) {
    if (renaming.from == column_slot(table, column)) column = renaming.to;
  }
}

std::string parameter_list(const StorageParameters& parameters) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : parameters) {
    // Keys may hold a namespace (toast.autovacuum_enabled); values are printed as pg_get_indexdef does: bare where they
    // are a plain word or number.
    const bool plain =
        !value.empty() && value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string::npos;
    parts.push_back(key + " = " + (plain ? value : sql::literal(value)));
  }
  return "(" + sql::join(parts) + ")";
}

StorageParameters parameters_to_set(const StorageParameters& was, const StorageParameters& now) {
  StorageParameters set;
  auto kept = was.begin();  // the next one whose place is right if it stays
  for (const auto& [key, value] : now) {
    const auto before = was.find(key);
    const bool stays = set.empty() && before != was.end() && before->second == value && before >= kept;
    if (stays) {
      kept = before + 1;
    } else {
      set.emplace(key, value);
    }
  }
  return set;
}

namespace {

// Those of the table itself, or of the table that holds its long values: each has an order of its own.
StorageParameters those_of(const StorageParameters& all, bool toast) {
  StorageParameters out;
  for (const auto& [key, value] : all) {
    if (key.starts_with("toast.") == toast) out.emplace(key, value);
  }
  return out;
}

}  // namespace

void alter_parameters(const std::string& prefix, const StorageParameters& was, const StorageParameters& now,
                      sql::Script& script) {
  StorageParameters set;
  std::vector<std::string> reset;
  for (const bool toast : {false, true}) {
    const StorageParameters before = those_of(was, toast);
    const StorageParameters after = those_of(now, toast);
    if (before == after) continue;
    for (const auto& [key, value] : parameters_to_set(before, after)) set.emplace(key, value);
  }
  for (const auto& [key, value] : was) {
    if (!now.contains(key)) reset.push_back(key);
  }
  if (!set.empty()) script.add(prefix + " SET " + parameter_list(set));
  if (!reset.empty()) script.add(prefix + " RESET (" + sql::join(reset) + ")");
}

StorageParameters parameters_from(const std::vector<std::string>& reloptions) {
  StorageParameters out;
  for (const std::string& option : reloptions) {
    const std::size_t equals = option.find('=');
    out.emplace(option.substr(0, equals), equals == std::string::npos ? "true" : option.substr(equals + 1));
  }
  return out;
}

}  // namespace limbeck

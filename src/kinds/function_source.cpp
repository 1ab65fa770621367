// Where functions come from: the `function` and `procedure` sections of model files, and pg_proc.

#include "kinds/function.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck {
namespace {

struct Source {
  const Text& text;
  std::string home;
  LoadScope* scope;  // none: printed by PostgreSQL

  [[nodiscard]] Type type(const grammar::TypeName& written) const {
    return scope == nullptr ? printed_type(written, text.value) : resolve(written, text, 0, home, *scope);
  }
  [[nodiscard]] std::string expression(const grammar::Expression& written) const {
    return scope == nullptr ? written.text : resolve(written, text, 0, home, *scope);
  }
};

Function function_from(const grammar::FunctionDefinition& written, const QName& name, bool procedure,
                       const Source& source) {
  Function out;
  out.name = name;
  out.procedure = procedure;
  for (const grammar::Argument& argument : written.arguments) {
    out.arguments.push_back({argument.mode, argument.name.value_or(""), source.type(argument.type),
                             argument.default_value ? source.expression(*argument.default_value) : ""});
  }
  if (written.returns) out.returns = source.type(*written.returns);
  out.returns_set = written.returns_set;
  for (const grammar::TableColumn& column : written.returns_table) {
    out.returns_table.push_back({grammar::Argument::Mode::in, column.name, source.type(column.type), ""});
  }
  out.language = written.language.value_or("sql");
  out.volatility = written.volatility.value_or("");
  if (out.volatility == "volatile") out.volatility.clear();
  out.strict = written.strict.value_or(false);
  out.security_definer = written.security_definer.value_or(false);
  out.leakproof = written.leakproof.value_or(false);
  out.parallel = written.parallel.value_or("");
  if (out.parallel == "unsafe") out.parallel.clear();
  out.cost = written.cost.value_or("");
  // procost and prorows that CREATE FUNCTION fills in (functioncmds.c); pg_get_functiondef leaves them out.
  if (out.cost == (out.language == "c" || out.language == "internal" ? "1" : "100")) out.cost.clear();
  out.rows = written.rows.value_or("");
  if (out.rows == "1000") out.rows.clear();
  out.window = written.window;
  if (written.support) {
    for (const std::string& part : written.support->parts)
      out.support += (out.support.empty() ? "" : ".") + sql::name(part);
  }
  // The case of a setting's name means nothing, and PostgreSQL prints its own: DateStyle.
  for (auto [setting, value] : written.set) {
    std::transform(setting.begin(), setting.end(), setting.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    out.settings.list.emplace_back(std::move(setting), value);
  }
  out.body = written.body.value_or("");
  out.link_symbol = written.link_symbol.value_or("");
  out.sql_body = written.sql_body.value_or("");
  if (const auto body = grammar::parse_body(out.sql_body); body && source.scope != nullptr) {
    out.sql_body = resolve(*body, source.text, written.body_offset, source.home, *source.scope);
  }
  // One OUT argument, or several (a record): RETURNS says nothing more, and pg_get_functiondef prints it all the same.
  std::size_t outputs = 0;
  for (const FunctionArgument& argument : out.arguments) {
    outputs +=
        argument.mode == grammar::Argument::Mode::out || argument.mode == grammar::Argument::Mode::inout ? 1U : 0U;
  }
  if (outputs > 0 && !out.returns_set) out.returns.reset();
  return out;
}

std::optional<ObjectId> load_routine(const Field& entry, const Place& place, Hints& hints, LoadScope& scope,
                                     bool procedure) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("{} has no `definition`", entry.key.value),
                "definition = '''() returns trigger language plpgsql as $$begin ... end$$'''");
    return std::nullopt;
  }
  const auto parsed = grammar::parse_function(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  Function loaded =
      function_from(*parsed, {place.schema, entry.key.value}, procedure, {definition->text, place.schema, &scope});
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

std::optional<ObjectId> load_function(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  return load_routine(entry, place, hints, scope, false);
}

std::optional<ObjectId> load_procedure(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  return load_routine(entry, place, hints, scope, true);
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_proc", row.oid(), 0};
  const QName name = row.name();
  const bool procedure = row.text() == "p";
  const Text printed{row.definition(), 0, {}};
  // CREATE OR REPLACE FUNCTION schema.name(...)
  const std::string head =
      fmt::format("CREATE OR REPLACE {} {}", procedure ? "PROCEDURE" : "FUNCTION", sql::name(name));
  if (!printed.value.starts_with(head)) return;
  const Text definition{printed.value.substr(head.size()), 0, {}};
  const auto parsed = grammar::parse_function(definition.value);
  if (!parsed) return;  // stays not modelled
  Function found = function_from(*parsed, name, procedure, {definition, name.schema, nullptr});
  found.keys = read_used_keys(row);
  scope.add(address, std::move(found));
}

}  // namespace

std::span<const Section> Function::sections() {
  static const std::array<Section, 2> both{{{.name = "function",
                                             .takes_definition = true,
                                             .declares = {space::function},
                                             .keys = {grants_key},
                                             .load = load_function,
                                             .help = "A function: what stands after CREATE FUNCTION name."},
                                            {.name = "procedure",
                                             .takes_definition = true,
                                             .declares = {space::function},
                                             .keys = {grants_key},
                                             .load = load_procedure,
                                             .help = "A procedure: what stands after CREATE PROCEDURE name."}}};
  return both;
}

std::span<const CatalogQuery> Function::queries() {
  static const std::string sql = fmt::format(
      "SELECT p.oid, n.nspname, p.proname, p.prokind, pg_catalog.pg_get_functiondef(p.oid), {} "
      "FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
      "WHERE p.prokind IN ('f', 'p', 'w') AND n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))",
      used_keys_sql("VALUES ('pg_catalog.pg_proc'::regclass, p.oid)"));
  static const CatalogQuery query{sql, read};
  return {&query, 1};
}

}  // namespace limbeck

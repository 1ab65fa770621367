// A function's SQL. Its model syntax and catalog query are in function_source.cpp.

#include "kinds/function.hpp"

#include "kinds/expression.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck {
namespace {

using Mode = grammar::Argument::Mode;

std::string argument_text(const FunctionArgument& argument, const Namer& namer, bool with_default) {
  std::string text;
  if (argument.mode == Mode::out) text += namer.word("OUT ");
  if (argument.mode == Mode::inout) text += namer.word("INOUT ");
  if (argument.mode == Mode::variadic) text += namer.word("VARIADIC ");
  if (!argument.name.empty()) text += sql::name(argument.name) + " ";
  text += namer.home.empty() ? argument.type.text.text() : argument.type.written(namer);
  if (with_default && !argument.default_value.empty()) text += namer.word(" DEFAULT ") + argument.default_value;
  return text;
}

std::string argument_list(const std::vector<FunctionArgument>& arguments, const Namer& namer) {
  std::vector<std::string> parts;
  for (const FunctionArgument& argument : arguments) parts.push_back(argument_text(argument, namer, true));
  return "(" + sql::join(parts) + ")";
}

std::string returns_text(const Function& function, const Namer& namer) {
  if (function.procedure) return "";
  if (!function.returns_table.empty()) {
    return namer.word(" RETURNS TABLE") + argument_list(function.returns_table, namer);
  }
  if (!function.returns) return "";  // the OUT arguments say it
  return namer.word(" RETURNS ") + (function.returns_set ? namer.word("SETOF ") : "") +
         (namer.home.empty() ? function.returns->text.text() : function.returns->written(namer));
}

std::string attributes(const Function& function, const Namer& namer) {
  std::string text = namer.word(" LANGUAGE ") + sql::name(function.language);
  if (function.window) text += namer.word(" WINDOW");
  const auto upper = [](std::string word) {
    for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return word;
  };
  if (!function.volatility.empty()) text += " " + namer.word(upper(function.volatility));
  if (function.leakproof) text += namer.word(" LEAKPROOF");
  if (function.strict) text += namer.word(" STRICT");
  if (function.security_definer) text += namer.word(" SECURITY DEFINER");
  if (!function.parallel.empty()) text += namer.word(" PARALLEL ") + namer.word(upper(function.parallel));
  if (!function.cost.empty()) text += namer.word(" COST ") + function.cost;
  if (!function.rows.empty()) text += namer.word(" ROWS ") + function.rows;
  if (!function.support.empty()) text += namer.word(" SUPPORT ") + function.support;
  for (const auto& [name, value] : function.settings.list)
    text += namer.word(" SET ") + name + namer.word(" TO ") + value;
  return text;
}

std::string body_text(const Function& function, const Namer& namer) {
  if (!function.sql_body.empty()) return "\n" + function.sql_body;
  if (!function.link_symbol.empty()) {
    return namer.word(" AS ") + sql::literal(function.body) + ", " + sql::literal(function.link_symbol);
  }
  return namer.word(" AS ") + sql::dollar_quoted(function.body);
}

std::string definition(const Function& function, const Namer& namer) {
  return argument_list(function.arguments, namer) + returns_text(function, namer) + attributes(function, namer) +
         body_text(function, namer);
}

std::string_view word(const Function& function) {
  return function.procedure ? "PROCEDURE" : "FUNCTION";
}

std::string signature(const Function& function) {
  std::vector<std::string> types;
  for (const FunctionArgument& argument : function.arguments) {
    // DROP PROCEDURE and pg_proc identify by input types; the OUT arguments of a procedure belong to neither before 14.
    if (argument.mode != Mode::out) types.push_back(argument.type.text);
  }
  return sql::join(types);
}

// CREATE OR REPLACE keeps the object and its dependents, but cannot change what callers see of it.
bool can_replace(const Function& was, const Function& now) {
  const auto shape = [](const Function& function) {
    Function bare;
    bare.procedure = function.procedure;
    bare.returns = function.returns;
    bare.returns_set = function.returns_set;
    bare.returns_table = function.returns_table;
    bare.window = function.window;
    bare.arguments = function.arguments;
    for (FunctionArgument& argument : bare.arguments) argument.default_value.clear();
    return bare;
  };
  Function before = shape(was);
  const Function after = shape(now);
  // An input argument that had no name may get one.
  for (std::size_t i = 0; i < before.arguments.size() && i < after.arguments.size(); ++i) {
    if (before.arguments[i].name.empty() && before.arguments[i].mode == Mode::in) {
      before.arguments[i].name = after.arguments[i].name;
    }
  }
  if (before != after) return false;
  for (std::size_t i = 0; i < was.arguments.size(); ++i) {
    if (!was.arguments[i].default_value.empty() && now.arguments[i].default_value.empty()) return false;
  }
  return true;
}

void add_create(const Function& function, std::string_view verb, sql::Script& script) {
  sql::Statement& statement =
      script.add(fmt::format("{} {} {}{}", verb, word(function), sql::name(function.name), definition(function, {})));
  statement.needs_unchecked_bodies =
      function.sql_body.empty() && function.language != "c" && function.language != "internal";
}

}  // namespace

ObjectId Function::id() const {
  return {kind_name, name.schema, "", name.name, signature(*this)};
}
std::vector<Slot> Function::slots() const {
  return {{space::function, name.schema, "", name.name}};
}

std::vector<Slot> Function::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}, {space::language, "", "", language}};
  const auto add = [&](const Type& type) {
    if (const auto own = type.reference()) out.push_back(*own);
  };
  for (const FunctionArgument& argument : arguments) {
    add(argument.type);
    if (!argument.default_value.empty()) append_references(argument.default_value, {}, out);
  }
  for (const FunctionArgument& column : returns_table) add(column.type);
  if (returns) add(*returns);
  if (!sql_body.empty()) append_body_references(sql_body, out);
  out.insert(out.end(), keys.slots.begin(), keys.slots.end());
  return out;
}

void Function::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  add_create(*this, "CREATE", script);
}

void Function::rename_to(const Function& now, sql::Script& script) const {
  script.add(fmt::format("ALTER {} {}({}) RENAME TO {}", word(*this), sql::name(name), signature(*this),
                         sql::name(now.name.name)));
}

void Function::drop(sql::Script& script) const {
  script.add(fmt::format("DROP {} {}({})", word(*this), sql::name(name), signature(*this)));
}

Alteration Function::alter(const Function& now, const Hints&, sql::Script& script) const {
  if (!can_replace(*this, now)) return Alteration::replace();
  add_create(now, "CREATE OR REPLACE", script);
  return Alteration::done();
}

// A string body is only looked at when it runs: the types in the header are what counts. What a body in SQL reads
// stands under it as under a view.
Reaction Function::react(Effect effect) const {
  if (!sql_body.empty() && effect != Effect::none) return Reaction::rebuild;
  return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep;
}

void Function::rename(const Renaming& renaming) {
  rename_in(name, space::function, renaming);
  for (FunctionArgument& argument : arguments) {
    argument.type.rename(renaming);
    rename_in_expression(argument.default_value, {}, renaming);
  }
  for (FunctionArgument& column : returns_table) column.type.rename(renaming);
  if (returns) returns->rename(renaming);
  rename_in_body(sql_body, renaming);
  keys.rename(renaming);
}

void Function::expressions(const ExpressionSink& sink) {
  if (!sql_body.empty()) sink({&sql_body, ExpressionUse::Shape::query, {}, ""});
  for (FunctionArgument& argument : arguments) {
    if (!argument.default_value.empty()) {
      sink({&argument.default_value, ExpressionUse::Shape::standalone, {}, argument.type.text});
    }
  }
}

void Function::types(const TypeSink& sink) {
  for (FunctionArgument& argument : arguments) sink(argument.type);
  for (FunctionArgument& column : returns_table) sink(column.type);
  if (returns) sink(*returns);
}

std::optional<Written> Function::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{procedure ? "procedure" : "function", name.name, definition(*this, namer), {}};
}

}  // namespace limbeck

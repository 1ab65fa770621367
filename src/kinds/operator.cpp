#include "kinds/operator.hpp"

#include "grammar/definition.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <string_view>
#include <utility>
#include <vector>

namespace limbeck {
namespace {

// Operators are never quoted.
std::string operator_name(const QName& name) {
  return name.schema.empty() ? name.name.text() : sql::name(name.schema) + "." + name.name;
}

// As the value of an option.
std::string operator_value(const QName& name, const Namer& namer) {
  const bool near = name.schema.empty() || name.schema == namer.home;
  if (near && !namer.home.empty()) return name.name;
  return fmt::format("{}({})", namer.word("OPERATOR"),
                     operator_name({name.schema.empty() ? "pg_catalog" : name.schema, name.name}));
}

class Reading {
 public:
  Reading(Operator& into, const Text& text, LoadScope& scope) : into_(into), text_(text), scope_(scope) {}

  void option(const grammar::Option& option) {
    const std::string& key = option.key;
    if (key == "leftarg") {
      into_.left = type(option);
    } else if (key == "rightarg") {
      into_.right = type(option).value_or(Type{});
    } else if (key == "function" || key == "procedure") {
      into_.function = named(option, space::function);
    } else if (key == "restrict") {
      into_.restriction = named(option, space::function);
    } else if (key == "join") {
      into_.join = named(option, space::function);
    } else if (key == "commutator") {
      into_.commutator = named(option, space::operator_);
    } else if (key == "negator") {
      into_.negator = named(option, space::operator_);
    } else if (key == "hashes" || key == "merges") {
      (key == "hashes" ? into_.hashes : into_.merges) = option.value != "false";
    } else {
      scope_.error(text_, option.key_offset, fmt::format("an operator has no option '{}'", key),
                   "known are: leftarg, rightarg, function, commutator, negator, restrict, join, hashes, merges");
    }
  }

 private:
  std::optional<Type> type(const grammar::Option& option) {
    auto parsed = grammar::parse_type(option.text);
    if (!parsed) {
      scope_.error(text_, parsed.error(), option.offset);
      return std::nullopt;
    }
    parsed->modifiers.clear();
    return resolve(*parsed, text_, option.offset, into_.name.schema, scope_);
  }

  QName named(const grammar::Option& option, std::string_view in) {
    const auto parsed =
        in == space::operator_ ? grammar::parse_operator(option.text) : grammar::parse_qualified(option.text);
    if (!parsed) {
      scope_.error(text_, parsed.error(), option.offset);
      return {};
    }
    return resolve_or_builtin(*parsed, in, into_.name.schema, scope_);
  }

  Operator& into_;
  const Text& text_;
  LoadScope& scope_;
};

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints&, LoadScope& scope) {
  const bool is_long = entry.type == Field::Type::table;
  const Field* definition = is_long ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("operator {} has no `definition`", entry.key.value),
                "definition = \"(leftarg = integer, rightarg = integer, function = f)\"");
    return std::nullopt;
  }
  if (const Field* from = is_long ? entry.find("renamed_from") : nullptr) {
    scope.error(from->key, 0, "PostgreSQL cannot rename an operator", "without `renamed_from` it is made anew");
  }
  const Text& text = definition->text;
  const auto parsed = grammar::parse_options(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  Operator loaded;
  loaded.name = {place.schema, entry.key.value};
  Reading reading(loaded, text, scope);
  for (const grammar::Option& option : *parsed) reading.option(option);
  if (loaded.right.text.empty() || loaded.function.name.empty()) {
    scope.error(text, 0, "an operator needs rightarg and function",
                "(leftarg = integer, rightarg = integer, function = f)");
    return std::nullopt;
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_operator", row.oid(), 0};
  Operator found;
  found.name = row.name();
  Type left = read_type(row);
  if (!left.text.empty()) found.left = std::move(left);
  found.right = read_type(row);
  found.hashes = row.flag();
  found.merges = row.flag();
  for (QName* each : {&found.function, &found.restriction, &found.join, &found.commutator, &found.negator}) {
    *each = without_catalog(row.name());
  }
  scope.add(address, std::move(found));
}

std::string arguments(const Operator& of) {
  return fmt::format("({}, {})", of.left ? of.left->text : "NONE", of.right.text);
}

std::string definition(const Operator& of, const Namer& namer) {
  const bool in_model = !namer.home.empty();
  std::vector<std::string> parts;
  const auto add = [&](std::string_view key, const std::string& value) {
    parts.push_back(namer.word(key) + (value.empty() ? "" : " = " + value));
  };
  const auto type = [&](const Type& each) { return in_model ? each.written(namer) : each.text.text(); };
  const auto function = [&](std::string_view key, const QName& name) {
    if (!name.name.empty()) add(key, in_model ? namer(name) : sql::name(name));
  };
  if (of.left) add("LEFTARG", type(*of.left));
  add("RIGHTARG", type(of.right));
  function("FUNCTION", of.function);
  if (!of.commutator.name.empty()) add("COMMUTATOR", operator_value(of.commutator, namer));
  if (!of.negator.name.empty()) add("NEGATOR", operator_value(of.negator, namer));
  function("RESTRICT", of.restriction);
  function("JOIN", of.join);
  if (of.hashes) add("HASHES", "");
  if (of.merges) add("MERGES", "");
  return "(" + sql::join(parts) + ")";
}

void rename_operator(QName& name, const Renaming& renaming) {
  if (renaming.from == Slot{space::schema, "", "", name.schema}) name.schema = renaming.to;
}

}  // namespace

std::span<const Section> Operator::sections() {
  static const Section section{.name = "operator",
                               .takes_definition = true,
                               .declares = {space::operator_},
                               .load = load,
                               .help = "An operator: what stands after CREATE OPERATOR name."};
  return {&section, 1};
}

std::span<const CatalogQuery> Operator::queries() {
  // What others name as their commutator before it is made has no function yet.
  static const CatalogQuery query{
      "SELECT o.oid, n.nspname, o.oprname, pg_catalog.format_type(l.oid, NULL), ln.nspname, le.typname, "
      "pg_catalog.format_type(r.oid, NULL), rn.nspname, re.typname, o.oprcanhash, o.oprcanmerge, fn.nspname, "
      "f.proname, sn.nspname, s.proname, jn.nspname, j.proname, cn.nspname, c.oprname, gn.nspname, g.oprname "
      "FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace "
      "LEFT JOIN pg_catalog.pg_type l ON l.oid = o.oprleft "
      "LEFT JOIN pg_catalog.pg_type le ON le.oid = CASE WHEN l.typcategory = 'A' AND l.typelem <> 0 THEN l.typelem "
      "ELSE l.oid END LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = le.typnamespace "
      "JOIN pg_catalog.pg_type r ON r.oid = o.oprright "
      "JOIN pg_catalog.pg_type re ON re.oid = CASE WHEN r.typcategory = 'A' AND r.typelem <> 0 THEN r.typelem ELSE "
      "r.oid END JOIN pg_catalog.pg_namespace rn ON rn.oid = re.typnamespace "
      "JOIN pg_catalog.pg_proc f ON f.oid = o.oprcode JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace "
      "LEFT JOIN pg_catalog.pg_proc s ON s.oid = o.oprrest "
      "LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = s.pronamespace "
      "LEFT JOIN pg_catalog.pg_proc j ON j.oid = o.oprjoin "
      "LEFT JOIN pg_catalog.pg_namespace jn ON jn.oid = j.pronamespace "
      "LEFT JOIN pg_catalog.pg_operator c ON c.oid = o.oprcom "
      "LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.oprnamespace "
      "LEFT JOIN pg_catalog.pg_operator g ON g.oid = o.oprnegate "
      "LEFT JOIN pg_catalog.pg_namespace gn ON gn.oid = g.oprnamespace "
      "WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_operator'::regclass AND e.objid = o.oid AND e.deptype IN ('e', 'i'))",
      read};
  return {&query, 1};
}

ObjectId Operator::id() const {
  return {kind_name, name.schema, "", name.name, fmt::format("{}, {}", left ? left->text : "NONE", right.text)};
}

std::vector<Slot> Operator::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  if (left && left->reference()) out.push_back(*left->reference());
  if (const auto own = right.reference()) out.push_back(*own);
  for (const QName* each : {&function, &restriction, &join}) {
    if (!each->schema.empty()) out.push_back({space::function, each->schema, "", each->name});
  }
  return out;
}

void Operator::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE OPERATOR {} {}", operator_name(name), definition(*this, {})));
}

void Operator::drop(sql::Script& script) const {
  script.add(fmt::format("DROP OPERATOR {} {}", operator_name(name), arguments(*this)));
}

Alteration Operator::alter(const Operator& now, const Hints&, sql::Script& script) const {
  Operator same = now;
  same.restriction = restriction;
  same.join = join;
  if (same != *this) return Alteration::replace();
  std::vector<std::string> parts;
  const auto set = [&](std::string_view key, const QName& was, const QName& is) {
    if (was != is) parts.push_back(fmt::format("{} = {}", key, is.name.empty() ? "NONE" : sql::name(is)));
  };
  set("RESTRICT", restriction, now.restriction);
  set("JOIN", join, now.join);
  script.add(fmt::format("ALTER OPERATOR {} {} SET ({})", operator_name(now.name), arguments(now), sql::join(parts)));
  return Alteration::done();
}

void Operator::rename(const Renaming& renaming) {
  for (QName* each : {&name, &commutator, &negator}) rename_operator(*each, renaming);
  if (left) left->rename(renaming);
  right.rename(renaming);
  for (QName* each : {&function, &restriction, &join}) rename_in(*each, space::function, renaming);
}

void Operator::types(const TypeSink& sink) {
  if (left) sink(*left);
  sink(right);
}

std::optional<Written> Operator::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"operator", name.name, definition(*this, namer), {}};
}

}  // namespace limbeck

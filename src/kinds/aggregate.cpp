#include "kinds/aggregate.hpp"

#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace limbeck {
namespace {

using Mode = grammar::Argument::Mode;

constexpr std::array<std::string_view, 8> function_keys{"sfunc",        "finalfunc", "combinefunc", "serialfunc",
                                                        "deserialfunc", "msfunc",    "minvfunc",    "mfinalfunc"};
constexpr std::array<std::string_view, 3> flag_keys{"finalfunc_extra", "mfinalfunc_extra", "hypothetical"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& keys, const std::string& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// PostgreSQL's defaults (aggregatecmds.c), which no definition needs to say.
bool is_usual(const Aggregate& aggregate, const std::string& key, const std::string& value) {
  if (key == "sspace" || key == "msspace") return value == "0";
  if (key == "parallel") return value == "unsafe";
  if (key == "finalfunc_modify" || key == "mfinalfunc_modify") {
    return value == (aggregate.ordered_set ? "read_write" : "read_only");
  }
  return false;
}

class Reading {
 public:
  // Without a scope the texts are those of the catalog, with all names qualified.
  Reading(Aggregate& aggregate, const Text& text, const std::string& home, LoadScope* scope)
      : aggregate_(aggregate), text_(text), home_(home), scope_(scope) {}

  void arguments(const grammar::AggregateDefinition& written) {
    aggregate_.ordered_set = written.ordered_set;
    for (const grammar::Argument& each : written.arguments) aggregate_.arguments.push_back(argument(each));
    for (const grammar::Argument& each : written.ordered) aggregate_.ordered.push_back(argument(each));
  }

  void option(const grammar::Option& option) {
    const std::string& key = option.key;
    if (holds(function_keys, key)) {
      const auto name = grammar::parse_qualified(option.text);
      if (!name) return scope_->error(text_, name.error(), option.offset);
      aggregate_.functions[key] = function(*name);
    } else if (key == "stype" || key == "mstype") {
      const auto type = grammar::parse_type(option.text);
      if (!type) return scope_->error(text_, type.error(), option.offset);
      (key == "stype" ? aggregate_.state : aggregate_.moving_state) =
          resolve(*type, text_, option.offset, home_, *scope_);
    } else if (key == "sortop") {
      const auto name = grammar::parse_operator(option.text);
      if (!name) return scope_->error(text_, name.error(), option.offset);
      const bool built_in = name->parts.size() < 2 || name->parts[0] == "pg_catalog";
      aggregate_.options[key] =
          built_in ? name->parts.back() : fmt::format("OPERATOR({}.{})", sql::name(name->parts[0]), name->parts[1]);
    } else if (holds(flag_keys, key)) {
      if (option.value != "false") aggregate_.options[key] = "";
    } else if (key == "initcond" || key == "minitcond") {
      aggregate_.options[key] = sql::literal(option.value);
    } else if (key == "sspace" || key == "msspace" || key == "parallel" || key.ends_with("finalfunc_modify")) {
      if (!is_usual(aggregate_, key, option.value)) aggregate_.options[key] = option.value;
    } else {
      scope_->error(text_, option.key_offset, fmt::format("an aggregate has no option '{}'", key));
    }
  }

 private:
  [[nodiscard]] FunctionArgument argument(const grammar::Argument& written) const {
    if (written.default_value && scope_ != nullptr) {
      scope_->error(text_, written.default_value->offset, "an aggregate's argument has no default");
    }
    return {
        written.mode, written.name.value_or(""),
        scope_ == nullptr ? printed_type(written.type, text_.value) : resolve(written.type, text_, 0, home_, *scope_),
        ""};
  }

  [[nodiscard]] QName function(const grammar::QualifiedName& name) const {
    return resolve_or_builtin(name, space::function, home_, *scope_);
  }

  Aggregate& aggregate_;
  const Text& text_;
  const std::string& home_;
  LoadScope* scope_;
};

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("aggregate {} has no `definition`", entry.key.value),
                "definition = \"(integer) (sfunc = int4pl, stype = integer)\"");
    return std::nullopt;
  }
  const Text& text = definition->text;
  const auto parsed = grammar::parse_aggregate(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  Aggregate loaded;
  loaded.name = {place.schema, entry.key.value};
  Reading reading(loaded, text, place.schema, &scope);
  reading.arguments(*parsed);
  for (const grammar::Option& option : parsed->options) reading.option(option);
  if (!loaded.functions.contains("sfunc") || loaded.state.text.empty()) {
    scope.error(text, 0, "an aggregate needs sfunc and stype");
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_proc", row.oid(), 0};
  Aggregate found;
  found.name = row.name();
  const Text printed{fmt::format("({}) (x)", row.text()), 0, {}};
  if (const auto parsed = grammar::parse_aggregate(printed.value)) {
    Reading(found, printed, found.name.schema, nullptr).arguments(*parsed);
  } else if (printed.value != "() (x)") {
    return;  // stays not modelled
  }
  found.state = read_type(row);
  found.moving_state = read_type(row);
  const std::vector<std::string> functions = row.array();
  for (std::size_t i = 0; i + 2 < functions.size(); i += 3) {
    found.functions[functions[i]] = {functions[i + 1] == "pg_catalog" ? "" : functions[i + 1], functions[i + 2]};
  }
  const std::vector<std::string> options = row.array();
  for (std::size_t i = 0; i + 1 < options.size(); i += 2) {
    const std::string& key = options[i];
    if (!is_usual(found, key, options[i + 1])) found.options[key] = options[i + 1];
  }
  for (const char* key : {"initcond", "minitcond"}) {
    if (const auto value = row.optional()) found.options[key] = sql::literal(*value);
  }
  scope.add(address, std::move(found));
}

std::string argument_list(const std::vector<FunctionArgument>& arguments, const Namer& namer, bool with_names) {
  std::vector<std::string> parts;
  for (const FunctionArgument& argument : arguments) {
    std::string text = argument.mode == Mode::variadic ? namer.word("VARIADIC ") : "";
    if (with_names && !argument.name.empty()) text += sql::name(argument.name) + " ";
    parts.push_back(text + (namer.home.empty() ? argument.type.text.text() : argument.type.written(namer)));
  }
  return sql::join(parts);
}

// What stands in the parentheses.
std::string signature(const Aggregate& aggregate, const Namer& namer, bool with_names) {
  std::string text = argument_list(aggregate.arguments, namer, with_names);
  if (aggregate.ordered_set) {
    text += (text.empty() ? "" : " ") + namer.word("ORDER BY ") + argument_list(aggregate.ordered, namer, with_names);
  }
  return text.empty() ? "*" : text;
}

std::string definition(const Aggregate& aggregate, const Namer& namer) {
  const bool in_model = !namer.home.empty();
  std::vector<std::string> parts;
  const auto add = [&](std::string key, const std::string& value) {
    if (!in_model) {
      for (char& c : key) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    parts.push_back(value.empty() ? key : key + " = " + value);
  };
  const auto type = [&](const Type& each) { return in_model ? each.written(namer) : each.text.text(); };
  const auto function = [&](const std::string& key) {
    const auto found = aggregate.functions.find(key);
    if (found != aggregate.functions.end()) add(key, in_model ? namer(found->second) : sql::name(found->second));
  };
  function("sfunc");
  add("stype", type(aggregate.state));
  for (const std::string_view key : function_keys) {
    if (key != "sfunc") function(std::string(key));
  }
  if (!aggregate.moving_state.text.empty()) add("mstype", type(aggregate.moving_state));
  for (const auto& [key, value] : aggregate.options) add(key, value);
  return fmt::format("({}) ({})", signature(aggregate, namer, true), sql::join(parts));
}

}  // namespace

std::span<const Section> Aggregate::sections() {
  static const Section section{.name = "aggregate",
                               .takes_definition = true,
                               .declares = {space::function},
                               .keys = {grants_key},
                               .load = load,
                               .help = "An aggregate: what stands after CREATE AGGREGATE name."};
  return {&section, 1};
}

std::span<const CatalogQuery> Aggregate::queries() {
  static const CatalogQuery query{
      "SELECT p.oid, n.nspname, p.proname, pg_catalog.pg_get_function_arguments(p.oid), "
      "pg_catalog.format_type(s.oid, NULL), sn.nspname, se.typname, "
      "pg_catalog.format_type(m.oid, NULL), mn.nspname, me.typname, "
      "array(SELECT u.x FROM (VALUES ('sfunc', a.aggtransfn), ('finalfunc', a.aggfinalfn), "
      "('combinefunc', a.aggcombinefn), ('serialfunc', a.aggserialfn), ('deserialfunc', a.aggdeserialfn), "
      "('msfunc', a.aggmtransfn), ('minvfunc', a.aggminvtransfn), ('mfinalfunc', a.aggmfinalfn)) v(key, oid) "
      "JOIN pg_catalog.pg_proc f ON f.oid = v.oid JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace "
      "CROSS JOIN LATERAL unnest(ARRAY[v.key, fn.nspname::text, f.proname::text]) WITH ORDINALITY u(x, place) "
      "ORDER BY v.key, u.place), "
      "array(SELECT u.x FROM (VALUES ('sspace', a.aggtransspace::text), ('msspace', a.aggmtransspace::text), "
      "('parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END), "
      "('finalfunc_modify', CASE a.aggfinalmodify WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' "
      "ELSE 'read_write' END), "
      "('mfinalfunc_modify', CASE a.aggmfinalmodify WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' "
      "ELSE 'read_write' END), "
      "('finalfunc_extra', CASE WHEN a.aggfinalextra THEN '' END), "
      "('mfinalfunc_extra', CASE WHEN a.aggmfinalextra THEN '' END), "
      "('hypothetical', CASE WHEN a.aggkind = 'h' THEN '' END), "
      "('sortop', (SELECT CASE WHEN o.oprnamespace = 'pg_catalog'::regnamespace THEN o.oprname ELSE "
      "pg_catalog.format('OPERATOR(%I.%s)', o.oprnamespace::regnamespace, o.oprname) END "
      "FROM pg_catalog.pg_operator o WHERE o.oid = a.aggsortop))) v(key, value) "
      "CROSS JOIN LATERAL unnest(ARRAY[v.key, v.value]) WITH ORDINALITY u(x, place) "
      "WHERE v.value IS NOT NULL ORDER BY v.key, u.place), a.agginitval, a.aggminitval "
      "FROM pg_catalog.pg_aggregate a JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace JOIN pg_catalog.pg_type s ON s.oid = a.aggtranstype "
      "JOIN pg_catalog.pg_type se ON se.oid = CASE WHEN s.typcategory = 'A' AND s.typelem <> 0 THEN s.typelem ELSE "
      "s.oid END JOIN pg_catalog.pg_namespace sn ON sn.oid = se.typnamespace "
      "LEFT JOIN pg_catalog.pg_type m ON m.oid = a.aggmtranstype "
      "LEFT JOIN pg_catalog.pg_type me ON me.oid = CASE WHEN m.typcategory = 'A' AND m.typelem <> 0 THEN m.typelem "
      "ELSE m.oid END LEFT JOIN pg_catalog.pg_namespace mn ON mn.oid = me.typnamespace "
      "WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))",
      read};
  return {&query, 1};
}

ObjectId Aggregate::id() const {
  return {kind_name, name.schema, "", name.name, signature(*this, {}, false)};
}

std::vector<Slot> Aggregate::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  const auto add = [&](const Type& type) {
    if (const auto own = type.reference()) out.push_back(*own);
  };
  for (const FunctionArgument& argument : arguments) add(argument.type);
  for (const FunctionArgument& argument : ordered) add(argument.type);
  add(state);
  add(moving_state);
  for (const auto& [key, function] : functions) {
    if (!function.schema.empty()) out.push_back({space::function, function.schema, "", function.name});
  }
  if (const auto sort = options.find("sortop"); sort != options.end()) append_operator(sort->second, out);
  return out;
}

void Aggregate::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE AGGREGATE {}{}", sql::name(name), definition(*this, {})));
}

void Aggregate::rename_to(const Aggregate& now, sql::Script& script) const {
  script.add(fmt::format("ALTER AGGREGATE {}({}) RENAME TO {}", sql::name(name), signature(*this, {}, false),
                         sql::name(now.name.name)));
}

void Aggregate::drop(sql::Script& script) const {
  script.add(fmt::format("DROP AGGREGATE {}({})", sql::name(name), signature(*this, {}, false)));
}

// CREATE OR REPLACE keeps what uses the aggregate, but neither its kind nor its result can become another. The result
// is the final function's, or the state.
Alteration Aggregate::alter(const Aggregate& now, const Hints&, sql::Script& script) const {
  const auto result = [](const Aggregate& each) {
    const auto found = each.functions.find("finalfunc");
    return found == each.functions.end() ? std::pair{QName{}, each.state.text} : std::pair{found->second, Name()};
  };
  const bool same = arguments == now.arguments && ordered == now.ordered && result(*this) == result(now) &&
                    options.contains("hypothetical") == now.options.contains("hypothetical");
  if (!same) return Alteration::replace();
  script.add(fmt::format("CREATE OR REPLACE AGGREGATE {}{}", sql::name(now.name), definition(now, {})));
  return Alteration::done();
}

void Aggregate::rename(const Renaming& renaming) {
  rename_in(name, space::function, renaming);
  for (FunctionArgument& argument : arguments) argument.type.rename(renaming);
  for (FunctionArgument& argument : ordered) argument.type.rename(renaming);
  state.rename(renaming);
  moving_state.rename(renaming);
  for (auto& [key, function] : functions) rename_in(function, space::function, renaming);
  if (const auto sort = options.find("sortop"); sort != options.end()) rename_operator(sort->second, renaming);
}

void Aggregate::types(const TypeSink& sink) {
  for (FunctionArgument& argument : arguments) sink(argument.type);
  for (FunctionArgument& argument : ordered) sink(argument.type);
  sink(state);
  if (!moving_state.text.empty()) sink(moving_state);
}

std::optional<Written> Aggregate::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"aggregate", name.name, definition(*this, namer), {}};
}

}  // namespace limbeck

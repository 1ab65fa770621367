#include "kinds/cast.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck {
namespace {

using Method = grammar::CastDefinition::Method;
using Context = grammar::CastDefinition::Context;

// It stands in no schema: unqualified names are looked up in this one, then in the search path.
const std::string home = "public";

// Casts are between types without modifiers.
Type type_from(grammar::TypeName written, const Text& text, LoadScope& scope) {
  written.modifiers.clear();
  return resolve(written, text, 0, home, scope);
}

std::optional<ObjectId> load(const Field& entry, const Place&, Hints&, LoadScope& scope) {
  const bool is_long = entry.type == Field::Type::table;
  const Field* definition = is_long ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("cast {} has no `definition`", entry.key.value),
                "definition = \"with function f(integer) as assignment\"");
    return std::nullopt;
  }
  if (const Field* from = is_long ? entry.find("renamed_from") : nullptr) {
    scope.error(from->key, 0, "a cast has no name that could be another");
  }
  const auto types = grammar::parse_cast_types(entry.key.value);
  if (!types) {
    scope.error(entry.key, 0, fmt::format("a cast is known by its types: {}", types.error().message),
                "[cast.\"integer as mood\"]");
    return std::nullopt;
  }
  const auto parsed = grammar::parse_cast(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  Cast loaded;
  loaded.source = type_from(types->source, entry.key, scope);
  loaded.target = type_from(types->target, entry.key, scope);
  loaded.method = parsed->method;
  loaded.context = parsed->context;
  if (parsed->method == Method::function) {
    loaded.function = resolve_or_builtin(parsed->function, space::function, home, scope);
    if (parsed->arguments) {
      for (const grammar::TypeName& each : *parsed->arguments) {
        loaded.arguments.push_back(type_from(each, definition->text, scope));
      }
    } else {
      loaded.arguments.push_back(loaded.source);
    }
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_cast", row.oid(), 0};
  Cast found;
  found.source = read_type(row);
  found.target = read_type(row);
  const std::string_view method = row.text();
  found.method = method == "f" ? Method::function : method == "b" ? Method::binary : Method::text;
  const std::string_view context = row.text();
  found.context = context == "e" ? Context::explicit_ : context == "a" ? Context::assignment : Context::implicit;
  found.function = row.name();
  if (found.function.schema == "pg_catalog") found.function.schema = {};
  const std::vector<std::string> arguments = row.array();  // text, schema and name of each
  for (std::size_t i = 0; i + 2 < arguments.size(); i += 3) {
    const bool built_in = arguments[i + 1] == "pg_catalog";
    found.arguments.push_back({arguments[i], built_in ? QName{} : QName{arguments[i + 1], arguments[i + 2]}});
  }
  scope.add(address, std::move(found));
}

std::string definition(const Cast& cast, const Namer& namer) {
  const bool in_model = !namer.home.empty();
  std::string text;
  if (cast.method == Method::function) {
    std::vector<std::string> arguments;
    for (const Type& each : cast.arguments) arguments.push_back(in_model ? each.written(namer) : each.text.text());
    text = fmt::format("{}{}({})", namer.word("WITH FUNCTION "),
                       in_model ? namer(cast.function) : sql::name(cast.function), sql::join(arguments));
  } else {
    text = namer.word(cast.method == Method::binary ? "WITHOUT FUNCTION" : "WITH INOUT");
  }
  if (cast.context == Context::assignment) text += namer.word(" AS ASSIGNMENT");
  if (cast.context == Context::implicit) text += namer.word(" AS IMPLICIT");
  return text;
}

}  // namespace

std::span<const Section> Cast::sections() {
  static const Section section{.name = "cast",
                               .takes_definition = true,
                               .outside_schemas = true,
                               .load = load,
                               .help =
                                   "A cast: what stands after CREATE CAST (source AS target). Its name here is "
                                   "\"source as target\"."};
  return {&section, 1};
}

std::span<const CatalogQuery> Cast::queries() {
  static const CatalogQuery query{
      "SELECT c.oid, pg_catalog.format_type(s.oid, NULL), sn.nspname, se.typname, "
      "pg_catalog.format_type(t.oid, NULL), tn.nspname, te.typname, c.castmethod, c.castcontext, fn.nspname, "
      "f.proname, array(SELECT u.x FROM unnest(f.proargtypes) WITH ORDINALITY a(type, place) "
      "JOIN pg_catalog.pg_type y ON y.oid = a.type "
      "JOIN pg_catalog.pg_type ye ON ye.oid = CASE WHEN y.typcategory = 'A' AND y.typelem <> 0 THEN y.typelem ELSE "
      "y.oid END JOIN pg_catalog.pg_namespace yn ON yn.oid = ye.typnamespace "
      "CROSS JOIN LATERAL unnest(ARRAY[pg_catalog.format_type(y.oid, NULL), yn.nspname::text, ye.typname::text]) "
      "WITH ORDINALITY u(x, place) ORDER BY a.place, u.place) "
      "FROM pg_catalog.pg_cast c JOIN pg_catalog.pg_type s ON s.oid = c.castsource "
      "JOIN pg_catalog.pg_type se ON se.oid = CASE WHEN s.typcategory = 'A' AND s.typelem <> 0 THEN s.typelem ELSE "
      "s.oid END JOIN pg_catalog.pg_namespace sn ON sn.oid = se.typnamespace "
      "JOIN pg_catalog.pg_type t ON t.oid = c.casttarget "
      "JOIN pg_catalog.pg_type te ON te.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE "
      "t.oid END JOIN pg_catalog.pg_namespace tn ON tn.oid = te.typnamespace "
      "LEFT JOIN pg_catalog.pg_proc f ON f.oid = c.castfunc "
      "LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace "
      "WHERE c.oid >= 16384 AND (sn.nspname ~ $1 OR tn.nspname ~ $1 OR fn.nspname ~ $1) "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_cast'::regclass "
      "AND e.objid = c.oid AND e.deptype IN ('e', 'i'))",
      read};
  return {&query, 1};
}

ObjectId Cast::id() const {
  return {kind_name, "", "", source.text + " as " + target.text, ""};
}

std::vector<Slot> Cast::references() const {
  std::vector<Slot> out;
  const auto add = [&](const Type& type) {
    if (const auto own = type.reference()) out.push_back(*own);
  };
  add(source);
  add(target);
  for (const Type& each : arguments) add(each);
  if (!function.schema.empty()) out.push_back({space::function, function.schema, "", function.name});
  return out;
}

void Cast::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE CAST ({} AS {}) {}", source.text, target.text, definition(*this, {})));
}

void Cast::drop(sql::Script& script) const {
  script.add(fmt::format("DROP CAST ({} AS {})", source.text, target.text));
}

void Cast::rename(const Renaming& renaming) {
  source.rename(renaming);
  target.rename(renaming);
  for (Type& each : arguments) each.rename(renaming);
  rename_in(function, space::function, renaming);
}

void Cast::types(const TypeSink& sink) {
  sink(source);
  sink(target);
  for (Type& each : arguments) sink(each);
}

std::optional<Written> Cast::written(const std::vector<Child>&, const Namer& namer) const {
  const Namer own{home, namer.declares};
  return Written{"cast", source.written(own) + " as " + target.written(own), definition(*this, own), {}};
}

}  // namespace limbeck

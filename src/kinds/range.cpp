#include "kinds/range.hpp"

#include "grammar/definition.hpp"
#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

// makeMultirangeTypeName: the first "range" in the name becomes "multirange"; without one "_multirange" is appended.
std::string usual_multirange(const std::string& range) {
  constexpr std::size_t most = 63;
  const std::size_t at = range.find("range");
  if (at == std::string::npos) return sql::object_name(range, "", "multirange");
  return (range.substr(0, at) + "multi" + range.substr(at)).substr(0, most);
}

class Reading {
 public:
  Reading(Range& range, const Text& text, const std::string& home, LoadScope& scope)
      : range_(range), text_(text), home_(home), scope_(scope) {}

  void take(const grammar::Option& option) {
    if (option.key == "subtype") {
      if (const auto type = checked(grammar::parse_type(option.text), option)) {
        range_.subtype = resolve(*type, text_, option.offset, home_, scope_);
      }
    } else if (option.key == "subtype_diff") {
      if (const auto name = checked(grammar::parse_qualified(option.text), option)) {
        range_.difference = function(*name);
      }
    } else if (option.key == "collation") {
      if (const auto name = checked(grammar::parse_qualified(option.text), option)) {
        range_.collation = resolve_collation(*name, home_, scope_);
      }
    } else if (option.key == "subtype_opclass") {
      if (const auto name = checked(grammar::parse_qualified(option.text), option)) {
        range_.operator_class = resolve_operator_class(*name, home_, scope_);
      }
    } else if (option.key == "multirange_type_name") {
      if (const auto name = checked(grammar::parse_qualified(option.text), option)) {
        range_.multirange = {name->parts.size() > 1 ? name->parts[0] : home_, name->parts.back()};
      }
    } else if (option.key == "canonical") {
      scope_.error(text_, option.key_offset, "a range type with a canonical function is not supported",
                   "such a function can be written in C only; an extension can bring the type");
    } else {
      scope_.error(text_, option.key_offset, fmt::format("a range type has no option '{}'", option.key),
                   "known are: subtype, subtype_opclass, collation, subtype_diff, multirange_type_name");
    }
  }

 private:
  template <class T>
  std::optional<T> checked(grammar::Parsed<T> parsed, const grammar::Option& option) {
    if (parsed) return std::move(*parsed);
    scope_.error(text_, parsed.error(), option.offset);
    return std::nullopt;
  }

  [[nodiscard]] QName function(const grammar::QualifiedName& name) const {
    return resolve_or_builtin(name, space::function, home_, scope_);
  }

  Range& range_;
  const Text& text_;
  const std::string& home_;
  LoadScope& scope_;
};

std::vector<Slot> multirange_names(const Field& entry, const Place& place) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  QName name{place.schema, usual_multirange(entry.key.value)};
  if (definition == nullptr) return {};
  const auto parsed = grammar::parse_options(definition->text.value);
  if (parsed) {
    for (const grammar::Option& option : *parsed) {
      if (option.key != "multirange_type_name") continue;
      const auto own = grammar::parse_qualified(option.text);
      if (own) name = {own->parts.size() > 1 ? own->parts[0] : place.schema, own->parts.back()};
    }
  }
  return {{space::type, name.schema, "", name.name}};
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("range {} has no `definition`", entry.key.value),
                "definition = \"(subtype = float8)\"");
    return std::nullopt;
  }
  const Text& text = definition->text;
  const auto parsed = grammar::parse_options(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  Range loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.multirange = {place.schema, usual_multirange(loaded.name.name)};
  Reading reading(loaded, text, place.schema, scope);
  for (const grammar::Option& option : *parsed) reading.take(option);
  if (loaded.subtype.text.empty()) scope.error(text, 0, "a range type needs a subtype", "(subtype = float8)");
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_type", row.oid(), 0};
  const Address multirange{"pg_type", row.oid(), 0};
  Range found;
  found.name = row.name();
  found.subtype = read_type(row);
  const QName operator_class = without_catalog(row.name());
  if (!operator_class.name.empty()) found.operator_class = sql::name(operator_class);
  found.collation = read_collation(row);
  found.difference = without_catalog(row.name());
  found.multirange = row.name();
  const ObjectId id = found.id();
  scope.add(address, std::move(found));
  scope.add_address(multirange, id);
}

std::string definition(const Range& range, const Namer& namer) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view key, const std::string& value) {
    parts.push_back(fmt::format("{} = {}", namer.word(key), value));
  };
  const bool in_model = !namer.home.empty();
  add("SUBTYPE", in_model ? range.subtype.written(namer) : range.subtype.text.text());
  if (!range.operator_class.empty()) add("SUBTYPE_OPCLASS", range.operator_class);
  if (!range.collation.empty()) add("COLLATION", range.collation);
  if (!range.difference.name.empty()) {
    const QName& function = range.difference;
    add("SUBTYPE_DIFF", in_model ? namer(function) : sql::name(function));
  }
  if (range.multirange != QName{range.name.schema, usual_multirange(range.name.name)}) {
    add("MULTIRANGE_TYPE_NAME", in_model ? namer(range.multirange) : sql::name(range.multirange));
  }
  return "(" + sql::join(parts) + ")";
}

}  // namespace

std::span<const Section> Range::sections() {
  static const Section section{.name = "range",
                               .takes_definition = true,
                               .declares = {space::type},
                               .keys = {grants_key},
                               .load = load,
                               .help = "A range type: what stands after CREATE TYPE name AS RANGE.",
                               .more_names = multirange_names};
  return {&section, 1};
}

std::span<const CatalogQuery> Range::queries() {
  static const CatalogQuery query{
      "SELECT t.oid, m.oid, n.nspname, t.typname, pg_catalog.format_type(r.rngsubtype, NULL), en.nspname, e.typname, "
      "opn.nspname, op.opcname, cn.nspname, co.collname, fn.nspname, f.proname, mn.nspname, m.typname "
      "FROM pg_catalog.pg_range r JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype "
      "JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN s.typcategory = 'A' AND s.typelem <> 0 THEN s.typelem ELSE "
      "s.oid END JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace "
      "JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid JOIN pg_catalog.pg_namespace mn ON mn.oid = m.typnamespace "
      "LEFT JOIN pg_catalog.pg_opclass op ON op.oid = r.rngsubopc AND NOT op.opcdefault "
      "LEFT JOIN pg_catalog.pg_namespace opn ON opn.oid = op.opcnamespace "
      "LEFT JOIN pg_catalog.pg_collation co ON co.oid = r.rngcollation AND r.rngcollation <> s.typcollation "
      "LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace "
      "LEFT JOIN pg_catalog.pg_proc f ON f.oid = r.rngsubdiff "
      "LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace "
      "WHERE r.rngcanonical = 0 AND n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d "
      "WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')",
      read};
  return {&query, 1};
}

ObjectId Range::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}

// CREATE TYPE also makes functions of the same names, but those belong to the type.
std::vector<Slot> Range::slots() const {
  return {{space::type, name.schema, "", name.name}, {space::type, multirange.schema, "", multirange.name}};
}

std::vector<Slot> Range::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  if (const auto own = subtype.reference()) out.push_back(*own);
  append_collation(collation, out);
  if (!operator_class.empty()) append_operator_class(operator_class, out);
  if (!difference.schema.empty()) out.push_back({space::function, difference.schema, "", difference.name});
  return out;
}

void Range::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE TYPE {} AS RANGE {}", sql::name(name), definition(*this, {})));
}

// The functions that make values have the name of their type, and do not follow it.
void Range::rename_to(const Range& now, sql::Script& script) const {
  const auto rename = [&](std::string_view word, const QName& was, const std::string& arguments, const QName& to) {
    script.add(fmt::format("ALTER {} {}{} RENAME TO {}", word, sql::name(was), arguments, sql::name(to.name)));
  };
  if (name != now.name) {
    rename("TYPE", name, "", now.name);
    rename("FUNCTION", name, fmt::format("({0}, {0})", now.subtype.text), now.name);
    rename("FUNCTION", name, fmt::format("({0}, {0}, text)", now.subtype.text), now.name);
  }
  if (multirange == now.multirange) return;
  rename("TYPE", multirange, "", now.multirange);
  rename("FUNCTION", multirange, "()", now.multirange);
  rename("FUNCTION", multirange, fmt::format("({})", sql::name(now.name)), now.multirange);
  rename("FUNCTION", multirange, fmt::format("({}[])", sql::name(now.name)), now.multirange);
}

void Range::drop(sql::Script& script) const {
  script.add("DROP TYPE " + sql::name(name));
}

Alteration Range::alter(const Range& now, const Hints&, sql::Script& script) const {
  Range same = now;
  same.multirange = multirange;
  if (same != *this || multirange.schema != now.multirange.schema) return Alteration::remake(*remade(now, {}));
  rename_to(now, script);
  return Alteration::done();
}

// The functions that make its values are renamed away with it, and so is the multirange.
std::optional<TypeSwap> Range::remade(const Range&, const std::vector<TypeSwap>& causes) const {
  TypeSwap swap = swap_away(name, "TYPE");
  Range old = *this;
  for (const TypeSwap& cause : causes) {
    swap.refusal += cause.other_text;
    swap.hazards.insert(swap.hazards.end(), cause.hazards.begin(), cause.hazards.end());
    for (const std::string& value : cause.removed) {
      swap.hazards.push_back(
          {sql::hazard::may_fail, fmt::format("fails if a value of {} holds '{}'", name.name, value)});
    }
    // What it is a range of has been renamed by then.
    old.subtype.rename({{space::type, cause.type.schema, "", cause.type.name}, cause.old_name});
  }
  old.name.name = swap.old_name;
  old.multirange.name = swap_away(multirange, "TYPE").old_name;
  swap.begin = {};
  rename_to(old, swap.begin);
  return swap;
}

void Range::rename(const Renaming& renaming) {
  rename_in(name, space::type, renaming);
  rename_in(multirange, space::type, renaming);
  subtype.rename(renaming);
  rename_collation(collation, renaming);
  rename_in(difference, space::function, renaming);
  if (!operator_class.empty()) rename_operator_class(operator_class, renaming);
}

std::optional<Written> Range::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"range", name.name, definition(*this, namer), {}};
}

}  // namespace limbeck

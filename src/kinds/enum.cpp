#include "kinds/enum.hpp"

#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

namespace limbeck {
namespace {

constexpr std::size_t max_label_bytes = 63;  // NAMEDATALEN - 1: longer ones are an error in CREATE TYPE

void load_value(const Field& item, Enum& loaded, Hints& hints, LoadScope& scope) {
  const Field* name = item.type == Field::Type::table ? item.find("name") : &item;
  if (name == nullptr || name->type != Field::Type::text) {
    scope.error(item.text, 0, "a value is a string, or a table with `name` and `renamed_from`");
    return;
  }
  const std::string& label = name->text.value;
  if (label.size() > max_label_bytes) {
    scope.error(name->text, 0,
                fmt::format("an enum value has at most {} bytes; '{}' has {}", max_label_bytes, label, label.size()));
    return;
  }
  if (std::find(loaded.values.begin(), loaded.values.end(), label) != loaded.values.end()) {
    scope.error(name->text, 0, fmt::format("the value '{}' stands twice in enum {}", label, loaded.name.name));
    return;
  }
  loaded.values.push_back(label);
  if (const Field* from = name == &item ? nullptr : item.find("renamed_from")) {
    hints.value_renames.emplace(from->text.value, label);
  }
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  Enum loaded{{}, {place.schema, entry.key.value}, {}};
  const Field* values = entry.find("values");
  if (values == nullptr) {
    scope.error(entry.key, 0, fmt::format("enum {} has no `values`", entry.key.value), "values = [\"a\", \"b\"]");
    return std::nullopt;
  }
  for (const Field& item : values->items) load_value(item, loaded, hints, scope);
  if (const Field* map = entry.find("map")) {
    for (const Field& item : map->items) {
      if (std::find(loaded.values.begin(), loaded.values.end(), item.text.value) == loaded.values.end()) {
        scope.error(item.text, 0, fmt::format("'{}' is not a value of enum {}", item.text.value, loaded.name.name));
      }
      if (std::find(loaded.values.begin(), loaded.values.end(), item.key.value) != loaded.values.end()) {
        scope.error(item.key, 0,
                    fmt::format("'{}' is a value of enum {}: its rows keep it", item.key.value, loaded.name.name),
                    "`map` is for values that are removed");
      }
      hints.value_map.emplace(item.key.value, item.text.value);
    }
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_type", row.oid(), 0};
  Enum found;
  found.name = row.name();
  found.values = row.array();
  scope.add(address, std::move(found));
}

std::string value_list(const std::vector<std::string>& values) {
  std::vector<std::string> literals;
  for (const std::string& value : values) literals.push_back(sql::literal(value));
  return sql::join(literals);
}

// Whether `part` is `whole` with values left out and the order kept.
bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  auto at = whole.begin();
  return std::all_of(part.begin(), part.end(), [&](const std::string& value) {
    at = std::find(at, whole.end(), value);
    return at != whole.end() && at++ != whole.end();
  });
}

void add_values(const Enum& was, const Enum& now, sql::Script& script) {
  const std::set<std::string> known(was.values.begin(), was.values.end());
  for (auto value = now.values.begin(); value != now.values.end(); ++value) {
    if (known.contains(*value)) continue;
    std::string text = fmt::format("ALTER TYPE {} ADD VALUE {}", sql::name(now.name), sql::literal(*value));
    const auto next =
        std::find_if(value, now.values.end(), [&](const std::string& each) { return known.contains(each); });
    if (next != now.values.end()) text += " BEFORE " + sql::literal(*next);
    script.add(std::move(text)).commit_after = true;
  }
}

using Mapping = std::map<std::string, std::string>;

std::string mapped(const std::string& value, bool is_array, const Mapping& mapping, const std::string& type) {
  if (is_array) {
    std::string text = value + "::text[]";
    for (const auto& [from, to] : mapping) {
      text = fmt::format("array_replace({}, {}, {})", text, sql::literal(from), sql::literal(to));
    }
    return text + "::" + type + "[]";
  }
  std::string cases;
  for (const auto& [from, to] : mapping) {
    cases += fmt::format(" WHEN {} THEN {}", sql::literal(from), sql::literal(to));
  }
  return fmt::format("(CASE {0}::text{1} ELSE {0}::text END)::{2}", value, cases, type);
}

TypeSwap swap_of(const Enum& was, const Enum& now, const Hints& hints) {
  TypeSwap swap = swap_away(now.name, "TYPE");
  Mapping mapping;
  for (const std::string& value : was.values) {
    if (std::find(now.values.begin(), now.values.end(), value) != now.values.end()) continue;
    const auto to = hints.value_map.find(value);
    if (to == hints.value_map.end()) {
      swap.removed.push_back(value);
    } else {
      mapping.insert(*to);
    }
  }
  for (const auto& [from, to] : mapping) {
    swap.hazards.push_back({sql::hazard::data_loss, fmt::format("{} becomes {}; the downgrade cannot tell them apart",
                                                                sql::literal(from), sql::literal(to))});
  }
  if (!mapping.empty()) {
    swap.other_text = fmt::format("values of {} become others", now.name.name);
    swap.conversion = [mapping, type = sql::name(now.name)](const std::string& value, bool is_array) {
      return mapped(value, is_array, mapping, type);
    };
  }
  if (!swap.removed.empty()) {
    swap.holds_removed = [labels = value_list(swap.removed)](const std::string& value, bool is_array) {
      return is_array ? fmt::format("{}::text[] && ARRAY[{}]", value, labels)
                      : fmt::format("{}::text IN ({})", value, labels);
    };
  }
  return swap;
}

}  // namespace

std::span<const Section> Enum::sections() {
  static const Section section{
      .name = "enum",
      .declares = {space::type},
      .keys = {grants_key,
               {"values", Field::Type::list, "The values in their order; { name, renamed_from } renames one."},
               {"map", Field::Type::table, "For removed values: the value that their rows get."}},
      .load = load,
      .help = "An enum type."};
  return {&section, 1};
}

std::span<const CatalogQuery> Enum::queries() {
  static const CatalogQuery query{
      "SELECT t.oid, n.nspname, t.typname, "
      "array(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) "
      "FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
      "WHERE t.typtype = 'e' AND n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d "
      "WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')",
      read};
  return {&query, 1};
}

ObjectId Enum::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}
std::vector<Slot> Enum::slots() const {
  return {{space::type, name.schema, "", name.name}};
}
std::vector<std::string> Enum::labels() const {
  return values;
}
std::vector<Slot> Enum::references() const {
  return {{space::schema, "", "", name.schema}};
}

void Enum::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE TYPE {} AS ENUM ({})", sql::name(name), value_list(values)));
}

void Enum::rename_to(const Enum& now, sql::Script& script) const {
  if (name != now.name) {
    script.add(fmt::format("ALTER TYPE {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
  }
  for (std::size_t i = 0; i < values.size() && i < now.values.size(); ++i) {
    if (values[i] == now.values[i]) continue;
    script.add(fmt::format("ALTER TYPE {} RENAME VALUE {} TO {}", sql::name(now.name), sql::literal(values[i]),
                           sql::literal(now.values[i])));
  }
}

void Enum::drop(sql::Script& script) const {
  script.add("DROP TYPE " + sql::name(name));
}

Alteration Enum::alter(const Enum& now, const Hints& hints, sql::Script& script) const {
  if (is_subsequence(values, now.values)) {
    add_values(*this, now, script);
    return Alteration::done();
  }
  return Alteration::remake(swap_of(*this, now, hints));
}

void Enum::rename(const Renaming& renaming) {
  rename_in(name, space::type, renaming);
  for (std::string& value : values) {
    if (renaming.from == label_slot(name, value)) value = renaming.to;
  }
}

std::optional<Written> Enum::written(const std::vector<Child>&, const Namer&) const {
  return Written{"enum", name.name, "", {{"values", values, Written::Item::Form::list}}};
}

}  // namespace limbeck

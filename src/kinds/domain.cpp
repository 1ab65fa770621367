#include "kinds/domain.hpp"

#include "kinds/conversion.hpp"
#include "kinds/domain_constraint.hpp"
#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

void refuse_what_columns_have(const grammar::ColumnDefinition& written, const Text& text, LoadScope& scope) {
  if (written.identity || written.generated || written.storage || written.compression || written.type.is_serial()) {
    scope.error(text, 0, "a domain has a type, COLLATE, DEFAULT, NOT NULL and CHECK; this is for columns");
  }
}

void load_constraints(const grammar::ColumnDefinition& written, const Domain& domain, const Field& entry,
                      const Text& text, LoadScope& scope) {
  for (const grammar::ConstraintDefinition& each : written.constraints) {
    if (each.kind != grammar::ConstraintKind::check) {
      scope.error(text, each.offset, "a domain has no constraints but CHECK and NOT NULL");
      continue;
    }
    scope.add(domain_constraint_from(each, domain.name, each.name.value_or(""), text, scope), entry.key, {},
              !each.name);
  }
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("domain {} has no `definition`", entry.key.value),
                "definition = \"text not null check (value <> '')\"");
    return std::nullopt;
  }
  const Text& text = definition->text;
  // What follows CREATE DOMAIN name AS is written as a column is.
  const auto parsed = grammar::parse_column(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  refuse_what_columns_have(*parsed, text, scope);
  Domain loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.type = resolve(parsed->type, text, 0, place.schema, scope);
  if (parsed->collation) loaded.collation = resolve_collation(*parsed->collation, place.schema, scope);
  loaded.over_domain = !loaded.type.is_array() &&
                       scope.declares({Domain::kind_name, loaded.type.user.schema, "", loaded.type.user.name});
  loaded.not_null = parsed->not_null;
  if (parsed->default_value) {
    loaded.default_value = resolve_value(*parsed->default_value, parsed->type, loaded.type, text, place.schema, scope);
  }
  load_constraints(*parsed, loaded, entry, text, scope);
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_type", row.oid(), 0};
  Domain found;
  found.name = row.name();
  found.type = read_type(row);
  found.collation = read_collation(row);
  found.not_null = row.flag();
  found.default_value = row.string();
  found.over_domain = row.flag();
  scope.add(address, std::move(found));
}

std::string definition(const Domain& domain, const Namer& namer) {
  std::string text = namer.home.empty() ? domain.type.text.text() : domain.type.written(namer);
  if (!domain.collation.empty()) text += namer.word(" COLLATE ") + domain.collation;
  if (!domain.default_value.empty()) text += namer.word(" DEFAULT ") + domain.default_value;
  if (domain.not_null) text += namer.word(" NOT NULL");
  return text;
}

// A value of the domain is an array of what changes, and one in an array is an array in it.
void over_array(const TypeSwap& cause, TypeSwap& swap) {
  swap.refusal = cause.only_alone;
  swap.only_alone = cause.other_text;
  if (cause.holds_removed) {
    swap.holds_removed = [below = cause.holds_removed](const std::string& value, bool is_array) {
      if (!is_array) return below(value, true);
      return fmt::format("EXISTS (SELECT FROM unnest({}) AS each WHERE {})", value, below("each", true));
    };
  }
  if (cause.other_text.empty()) {
    swap.conversion = {};
  } else {
    swap.conversion = [below = cause.conversion](const std::string& value, bool) { return below(value, true); };
  }
}

}  // namespace

std::span<const Section> Domain::sections() {
  static const Section section{.name = "domain",
                               .takes_definition = true,
                               .declares = {space::type, Domain::kind_name},
                               .keys = {grants_key},
                               .load = load,
                               .help = "A domain: what stands after CREATE DOMAIN name AS."};
  return {&section, 1};
}

std::span<const CatalogQuery> Domain::queries() {
  static const CatalogQuery query{
      "SELECT t.oid, n.nspname, t.typname, pg_catalog.format_type(t.typbasetype, t.typtypmod), en.nspname, e.typname, "
      "cn.nspname, co.collname, t.typnotnull, pg_catalog.pg_get_expr(t.typdefaultbin, 0), "
      "b.typtype = 'd' "
      "FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
      "JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype "
      "JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN b.typcategory = 'A' AND b.typelem <> 0 THEN b.typelem ELSE "
      "b.oid END JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace "
      "LEFT JOIN pg_catalog.pg_collation co ON co.oid = t.typcollation AND t.typcollation <> b.typcollation "
      "LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace "
      "WHERE t.typtype = 'd' AND n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d "
      "WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')",
      read};
  return {&query, 1};
}

bool Domain::operator==(const Domain& other) const {
  return name == other.name && type == other.type && collation == other.collation && not_null == other.not_null &&
         default_value == other.default_value;
}

ObjectId Domain::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}

std::vector<Slot> Domain::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  if (const auto own = type.reference()) out.push_back(*own);
  append_collation(collation, out);
  if (!default_value.empty()) append_references(default_value, {}, out);
  return out;
}

void Domain::create(const std::vector<Child>& children, const Hints&, sql::Script& script) const {
  std::string text = fmt::format("CREATE DOMAIN {} AS {}", sql::name(name), definition(*this, {}));
  for (const Child& child : children) text += " " + child.text;
  script.add(std::move(text));
}

void Domain::finish(sql::Script& script) const {
  if (over_domain && default_value.empty()) script.add(fmt::format("ALTER DOMAIN {} DROP DEFAULT", sql::name(name)));
}

void Domain::rename_to(const Domain& now, sql::Script& script) const {
  script.add(fmt::format("ALTER DOMAIN {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

void Domain::drop(sql::Script& script) const {
  script.add("DROP DOMAIN " + sql::name(name));
}

Alteration Domain::alter(const Domain& now, const Hints&, sql::Script& script) const {
  if (type != now.type || collation != now.collation) {
    TypeSwap swap = *remade(now, {});
    swap.hazards = conversion_hazards(name.name, type, now.type);
    // By way of the two base types: what is assigned to a domain is checked, what is cast to it may be cut.
    if (!type.is_array() && !now.type.is_array()) {
      swap.conversion = [was = type, is = now.type](const std::string& value, bool is_array) {
        const std::string brackets = is_array ? "[]" : "";
        const std::string base = value + "::" + was.text + brackets;
        const std::string found =
            limbeck::conversion(base, {was.text + brackets, was.user}, {is.text + brackets, is.user});
        return found.empty() ? base : found;
      };
    }
    return Alteration::remake(std::move(swap));
  }
  const std::string prefix = "ALTER DOMAIN " + sql::name(now.name);
  if (default_value != now.default_value) {
    script.add(prefix + (now.default_value.empty() ? " DROP DEFAULT" : " SET DEFAULT " + now.default_value));
  }
  if (not_null && !now.not_null) script.add(prefix + " DROP NOT NULL");
  if (!not_null && now.not_null) {
    script.add(prefix + " SET NOT NULL",
               {sql::hazard::may_fail, fmt::format("fails if a column of type {} holds NULL", now.name.name)});
  }
  return Alteration::done();
}

// Its values are those of the type below it, and are mapped as they are.
std::optional<TypeSwap> Domain::remade(const Domain&, const std::vector<TypeSwap>& causes) const {
  TypeSwap swap = swap_away(name, "DOMAIN");
  for (const TypeSwap& cause : causes) {
    swap.hazards.insert(swap.hazards.end(), cause.hazards.begin(), cause.hazards.end());
    if (!uses(type, cause)) continue;
    swap.removed = cause.removed;
    swap.holds_removed = cause.holds_removed;
    swap.conversion = cause.conversion;
    swap.other_text = cause.other_text;
    swap.only_alone = cause.only_alone;
    if (type.is_array()) over_array(cause, swap);
  }
  return swap;
}

void Domain::rename(const Renaming& renaming) {
  rename_in(name, space::type, renaming);
  type.rename(renaming);
  rename_collation(collation, renaming);
  rename_in_expression(default_value, {}, renaming);
}

void Domain::expressions(const ExpressionSink& sink) {
  if (!default_value.empty()) sink({&default_value, ExpressionUse::Shape::standalone, {}, type.text});
}

std::optional<Written> Domain::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"domain", name.name, definition(*this, namer), {}};
}

}  // namespace limbeck

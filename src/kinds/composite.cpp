#include "kinds/composite.hpp"

#include "kinds/attribute.hpp"
#include "kinds/conversion.hpp"
#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck {
namespace {

std::optional<CompositeField> field_from(const Field& entry, const Place& place, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("attribute {} has no `definition`", entry.key.value),
                "definition = \"text\"");
    return std::nullopt;
  }
  const Text& text = definition->text;
  const auto parsed = grammar::parse_column(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  const bool more = parsed->not_null || parsed->null || parsed->default_value || parsed->identity ||
                    parsed->generated || parsed->storage || parsed->compression || parsed->type.is_serial() ||
                    !parsed->constraints.empty();
  if (more) {
    scope.error(text, 0, "an attribute has a type and COLLATE, nothing else",
                "a domain can forbid NULL and other values");
  }
  CompositeField out{entry.key.value, resolve(parsed->type, text, 0, place.schema, scope), ""};
  if (parsed->collation) out.collation = resolve_collation(*parsed->collation, place.schema, scope);
  return out;
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  Composite loaded{{}, {place.schema, entry.key.value}, {}};
  const ObjectId id = loaded.id();
  if (const Field* attributes = entry.find("attributes")) {
    for (const Field& item : attributes->items) {
      std::optional<CompositeField> field = field_from(item, place, scope);
      if (!field) continue;
      Hints own;
      if (const Field* from = item.find("renamed_from")) own.renamed_from = from->text.value;
      loaded.fields.push_back(*field);
      scope.add(Attribute{{}, loaded.name, std::move(*field)}, item.key, own);
    }
  }
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t oid = row.oid();
  const std::uint32_t relation = row.oid();
  Composite found{{}, row.name(), {}};
  const ObjectId id = found.id();
  scope.add({"pg_type", oid, 0}, std::move(found));
  scope.add_address({"pg_class", relation, 0}, id);
}

const CompositeField* find(const std::vector<CompositeField>& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return each.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

// ALTER TYPE adds at the end only.
bool keeps_order(const Composite& was, const Composite& now) {
  auto next = now.fields.begin();
  for (const CompositeField& field : was.fields) {
    if (find(now.fields, field.name) == nullptr) continue;
    if (next->name != field.name) return false;
    ++next;
  }
  return true;
}

bool widens_only(const Composite& was, const Composite& now) {
  return std::all_of(was.fields.begin(), was.fields.end(), [&](const CompositeField& field) {
    const CompositeField* after = find(now.fields, field.name);
    return after == nullptr || after->type == field.type || widens(field.type, after->type);
  });
}

std::string through_text(const std::string& values, const Composite& type) {
  return fmt::format("{}::text[]::{}[]", values, sql::name(type.name));
}

using Causes = std::vector<TypeSwap>;

// An attribute as one of the new type has it, or what reads as that.
std::string attribute_of(const std::string& attribute, const Type& was, const Type& now, const Causes& causes) {
  if (was == now) {
    for (const TypeSwap& cause : causes) {
      if (cause.conversion && uses(was, cause)) return cause.conversion(attribute, was.is_array());
    }
    return attribute;
  }
  std::string converted = conversion(attribute, was, now);
  if (!converted.empty()) return converted;
  // A length is not cut: the text is read as a value of the type.
  const bool is_text = now.base() == "text" || now.base().starts_with("character") || now.base() == "bpchar";
  return fmt::format("{}::{}{}", attribute, is_text ? "text" : now.text, is_text && now.is_array() ? "[]" : "");
}

// A value of the new type, made of the old one's attributes by their names. It is read from its text, as a cast would
// cut what does not fit.
std::string row_of(const std::string& value, const std::vector<CompositeField>& was, const Composite& now,
                   const Causes& causes) {
  std::vector<std::string> parts;
  for (const CompositeField& field : now.fields) {
    const CompositeField* before = find(was, field.name);
    const std::string attribute = fmt::format("({}).{}", value, sql::name(field.name));
    parts.push_back(before == nullptr ? "NULL" : attribute_of(attribute, before->type, field.type, causes));
  }
  return fmt::format("CASE WHEN {} IS DISTINCT FROM NULL THEN ROW({})::text::{} END", value, sql::join(parts),
                     sql::name(now.name));
}

std::string in_arrays(const std::string& reason) {
  return reason + ", which nothing gives to the values of an array";
}

// Whether an attribute of one of the values holds what its type loses.
std::string holds_removed(const std::string& value, bool is_array, const std::vector<CompositeField>& fields,
                          const Causes& causes) {
  std::string each = "each";
  while (find(fields, each) != nullptr) each += "_";
  std::string found;
  for (const CompositeField& field : fields) {
    for (const TypeSwap& cause : causes) {
      if (!cause.holds_removed || !uses(field.type, cause)) continue;
      const std::string attribute = fmt::format("({}).{}", is_array ? each : value, sql::name(field.name));
      found += (found.empty() ? "" : " OR ") + cause.holds_removed(attribute, field.type.is_array());
    }
  }
  return is_array ? fmt::format("EXISTS (SELECT FROM unnest({}) AS {} WHERE {})", value, each, found)
                  : fmt::format("({})", found);
}

// The order of the attributes is that of the values.
TypeSwap reordered(const Composite& was, const Composite& now) {
  TypeSwap swap = swap_away(was.name, "TYPE");
  swap.other_text = fmt::format("the attributes of {} have another order", was.name.name);
  swap.only_alone = in_arrays(swap.other_text);
  for (const CompositeField& field : was.fields) {
    const CompositeField* after = find(now.fields, field.name);
    if (after == nullptr) {
      swap.hazards.push_back({sql::hazard::data_loss, fmt::format("drops attribute {} with its values", field.name)});
    } else {
      for (sql::Hazard& each : conversion_hazards(field.name, field.type, after->type)) {
        swap.hazards.push_back(std::move(each));
      }
    }
  }
  swap.conversion = [fields = was.fields, now](const std::string& value, bool) {
    return row_of(value, fields, now, {});
  };
  return swap;
}

}  // namespace

std::string CompositeField::definition(const Namer& namer) const {
  std::string text = namer.home.empty() ? type.text.text() : type.written(namer);
  if (!collation.empty()) text += namer.word(" COLLATE ") + collation;
  return text;
}

std::span<const Section> Composite::sections() {
  static const Section section{.name = "composite",
                               .declares = {space::type},
                               .keys = {grants_key},
                               .load = load,
                               .help = "A composite type; its attributes stand in a table of their own below it."};
  return {&section, 1};
}

std::span<const CatalogQuery> Composite::queries() {
  static const CatalogQuery query{
      "SELECT t.oid, c.oid, n.nspname, t.typname FROM pg_catalog.pg_type t "
      "JOIN pg_catalog.pg_class c ON c.oid = t.typrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
      "WHERE c.relkind = 'c' AND n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d "
      "WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')",
      read};
  return {&query, 1};
}

ObjectId Composite::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}

// Its row type and its relation both take the name.
std::vector<Slot> Composite::slots() const {
  return {{space::type, name.schema, "", name.name}, relation_slot(name)};
}

std::vector<Slot> Composite::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  for (const CompositeField& field : fields) {
    if (const auto own = field.type.reference()) out.push_back(*own);
    append_collation(field.collation, out);
  }
  return out;
}

void Composite::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  std::string text;
  for (const CompositeField& field : fields) {
    text += fmt::format("{}\n    {} {}", text.empty() ? "" : ",", sql::name(field.name), field.definition({}));
  }
  script.add(fmt::format("CREATE TYPE {} AS ({}{})", sql::name(name), text, text.empty() ? "" : "\n"));
}

void Composite::rename_to(const Composite& now, sql::Script& script) const {
  if (name == now.name) return;
  script.add(fmt::format("ALTER TYPE {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

void Composite::drop(sql::Script& script) const {
  script.add("DROP TYPE " + sql::name(name));
}

Alteration Composite::alter(const Composite& now, const Hints&, sql::Script& script) const {
  if (!keeps_order(*this, now)) return Alteration::remake(reordered(*this, now));
  sql::Script fields_first;  // what comes and goes, which values do not stand in the way of
  const std::string prefix = "ALTER TYPE " + sql::name(now.name);
  std::vector<sql::Hazard> hazards;
  bool retyped = false;
  for (const CompositeField& field : fields) {
    const CompositeField* after = find(now.fields, field.name);
    if (after == nullptr) {
      fields_first.add(fmt::format("{} DROP ATTRIBUTE {}", prefix, sql::name(field.name)),
                       {sql::hazard::data_loss, "drops the attribute with its values"});
    } else if (*after != field) {
      retyped = true;
      const auto found = conversion_hazards(field.name, field.type, after->type);
      hazards.insert(hazards.end(), found.begin(), found.end());
      script.add(fmt::format("{} ALTER ATTRIBUTE {} TYPE {}", prefix, sql::name(field.name), after->definition({})));
    }
  }
  for (const CompositeField& field : now.fields) {
    if (find(fields, field.name) != nullptr) continue;
    fields_first.add(fmt::format("{} ADD ATTRIBUTE {} {}", prefix, sql::name(field.name), field.definition({})));
  }
  if (!retyped) {
    script = std::move(fields_first);
    return Alteration::done();
  }
  TypeSwap swap = swap_away(name, "TYPE");
  swap.hazards = std::move(hazards);
  // What comes and goes has done so by then.
  if (!widens_only(*this, now)) {
    swap.conversion = [was = fields, is = now](const std::string& value, bool is_array) {
      return is_array ? through_text(value, is) : row_of(value, was, is, {});
    };
  }
  sql::Script begin = fields_first;
  begin.append(std::move(swap.begin));
  swap.begin = std::move(begin);
  fields_first.append(std::move(script));
  script = std::move(fields_first);
  return Alteration::remake(std::move(swap));
}

// A value becomes one of the new type through its text, attribute by attribute; what is no value there fails.
std::optional<TypeSwap> Composite::remade(const Composite& now, const Causes& causes) const {
  TypeSwap swap = swap_away(name, "TYPE");
  bool removes = false;
  bool converts = false;
  for (const TypeSwap& cause : causes) {
    swap.hazards.insert(swap.hazards.end(), cause.hazards.begin(), cause.hazards.end());
    for (const std::string& label : cause.removed) {
      if (std::find(swap.removed.begin(), swap.removed.end(), label) == swap.removed.end())
        swap.removed.push_back(label);
    }
    removes = removes || cause.holds_removed;
    converts = converts || cause.conversion;
    if (!cause.other_text.empty()) {
      swap.other_text = cause.other_text;
      swap.only_alone = in_arrays(cause.other_text);
    }
    const bool in_array = std::any_of(fields.begin(), fields.end(), [&](const CompositeField& field) {
      return field.type.is_array() && uses(field.type, cause);
    });
    if (swap.refusal.empty()) swap.refusal = in_array ? cause.only_alone : cause.refusal;
  }
  const auto same_name = [](const CompositeField& a, const CompositeField& b) { return a.name == b.name; };
  if (!std::equal(fields.begin(), fields.end(), now.fields.begin(), now.fields.end(), same_name)) {
    swap.refusal = fmt::format(
        "its values have the attributes of {}, and the new type has others, or has them in another order", name.name);
  }
  if (removes) {
    swap.holds_removed = [was = fields, causes](const std::string& value, bool is_array) {
      return holds_removed(value, is_array, was, causes);
    };
  }
  if (converts) {
    swap.conversion = [was = fields, is = now, causes](const std::string& value, bool is_array) {
      return is_array ? through_text(value, is) : row_of(value, was, is, causes);
    };
  }
  return swap;
}

void Composite::rename(const Renaming& renaming) {
  for (CompositeField& field : fields) {
    if (renaming.from == Slot{Attribute::kind_name, name.schema, name.name, field.name}) field.name = renaming.to;
    field.type.rename(renaming);
    rename_collation(field.collation, renaming);
  }
  rename_in(name, space::type, renaming);
}

void Composite::types(const TypeSink& sink) {
  for (CompositeField& field : fields) sink(field.type);
}

std::optional<Written> Composite::written(const std::vector<Child>&, const Namer&) const {
  return Written{"composite", name.name, "", {}};
}

}  // namespace limbeck

#include "kinds/operator_class.hpp"

#include "kinds/expression.hpp"
#include "kinds/operator_family.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace limbeck {
namespace {

// Without FAMILY it is that of the class's name, which is made where there is none.
QName load_family(const grammar::OperatorClassDefinition& written, const OperatorClass& of, const Field& entry,
                  LoadScope& scope) {
  if (written.family) return resolve_or_builtin(*written.family, space::operator_family, of.name.schema, scope);
  if (!scope.declares(family_declaration(of.name, of.method))) {
    scope.add(OperatorFamily{{}, of.name, of.method}, entry.key);
  }
  return of.name;
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("operator class {} has no `definition`", entry.key.value),
                "definition = \"for type t using btree as operator 1 <, function 1 f(t, t)\"");
    return std::nullopt;
  }
  const Text& text = definition->text;
  const auto parsed = grammar::parse_operator_class(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  OperatorClass loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.method = parsed->method;
  loaded.is_default = parsed->is_default;
  loaded.type = class_type(parsed->type, text, place.schema, scope);
  if (parsed->storage) loaded.storage = class_type(*parsed->storage, text, place.schema, scope);
  if (loaded.storage == loaded.type) loaded.storage = {};
  loaded.family = load_family(*parsed, loaded, entry, scope);
  for (const grammar::ClassMember& each : parsed->members) {
    auto member = member_from(each, loaded.method, &loaded.type, text, place.schema, scope);
    if (!member) continue;
    if (!is_loose(*member, loaded.method, loaded.type)) {
      loaded.members.push_back(std::move(*member));
    } else if (scope.declares({space::operator_family, loaded.family.schema, "", loaded.family.name}) ||
               loaded.family == loaded.name) {
      scope.add(FamilyMember{{}, loaded.family, loaded.method, std::move(*member)}, entry.key);
    } else {
      scope.error(text, each.name.offset,
                  fmt::format("PostgreSQL makes this the operator family's own, and no model declares {}",
                              sql::name(loaded.family)));
    }
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_opclass", row.oid(), 0};
  OperatorClass found;
  found.name = row.name();
  found.method = row.string();
  found.is_default = row.flag();
  found.type = read_type(row);
  found.storage = read_type(row);
  found.family = row.name();
  if (found.family.schema == "pg_catalog") found.family.schema = {};
  scope.add(address, std::move(found));
}

std::string definition(const OperatorClass& of, const Namer& namer) {
  const bool in_model = !namer.home.empty();
  const auto type = [&](const Type& each) { return in_model ? each.written(namer) : each.text.text(); };
  std::string text = fmt::format("{}{}{}{}{}", namer.word(of.is_default ? "DEFAULT FOR TYPE " : "FOR TYPE "),
                                 type(of.type), namer.word(" USING "), sql::name(of.method), namer.word(" FAMILY "));
  text += of.family.schema.empty() ? sql::name(QName{"pg_catalog", of.family.name})
          : in_model               ? namer(of.family)
                                   : sql::name(of.family);
  std::string separator = namer.word(" AS") + "\n" + (in_model ? "  " : "    ");
  const auto add = [&](const std::string& item) {
    text += separator + item;
    separator = std::string(",\n") + (in_model ? "  " : "    ");
  };
  for (const ClassMember& member : of.members) add(member.definition(namer));
  // AS needs an item, and there may be none that belongs to the class.
  if (!of.storage.text.empty() || of.members.empty()) {
    add(namer.word("STORAGE ") + type(of.storage.text.empty() ? of.type : of.storage));
  }
  return text;
}

}  // namespace

bool OperatorClass::operator==(const OperatorClass& other) const {
  return name == other.name && method == other.method && is_default == other.is_default && type == other.type &&
         storage == other.storage && family == other.family && members.size() == other.members.size() &&
         std::is_permutation(members.begin(), members.end(), other.members.begin());
}

std::span<const Section> OperatorClass::sections() {
  static const Section section{.name = "operator_class",
                               .takes_definition = true,
                               .declares = {space::operator_class},
                               .load = load,
                               .help = "An operator class: what stands after CREATE OPERATOR CLASS name."};
  return {&section, 1};
}

std::span<const CatalogQuery> OperatorClass::queries() {
  static const CatalogQuery query{
      "SELECT o.oid, n.nspname, o.opcname, a.amname, o.opcdefault, "
      "pg_catalog.format_type(t.oid, NULL), tn.nspname, te.typname, "
      "pg_catalog.format_type(s.oid, NULL), sn.nspname, se.typname, fn.nspname, f.opfname "
      "FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace "
      "JOIN pg_catalog.pg_am a ON a.oid = o.opcmethod JOIN pg_catalog.pg_type t ON t.oid = o.opcintype "
      "JOIN pg_catalog.pg_type te ON te.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE "
      "t.oid END JOIN pg_catalog.pg_namespace tn ON tn.oid = te.typnamespace "
      "LEFT JOIN pg_catalog.pg_type s ON s.oid = o.opckeytype "
      "LEFT JOIN pg_catalog.pg_type se ON se.oid = CASE WHEN s.typcategory = 'A' AND s.typelem <> 0 THEN s.typelem "
      "ELSE "
      "s.oid END LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = se.typnamespace "
      "JOIN pg_catalog.pg_opfamily f ON f.oid = o.opcfamily JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace "
      "WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_opclass'::regclass AND e.objid = o.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

std::vector<Slot> OperatorClass::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  for (const Type* each : {&type, &storage}) {
    if (const auto own = each->reference()) out.push_back(*own);
  }
  if (!family.schema.empty()) out.push_back({space::operator_family, family.schema, "", family.name});
  for (const ClassMember& member : members) member.append_references(out);
  return out;
}

void OperatorClass::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE OPERATOR CLASS {} {}", sql::name(name), definition(*this, {})));
}

void OperatorClass::rename_to(const OperatorClass& now, sql::Script& script) const {
  script.add(fmt::format("ALTER OPERATOR CLASS {} USING {} RENAME TO {}", sql::name(name), sql::name(method),
                         sql::name(now.name.name)));
}

void OperatorClass::drop(sql::Script& script) const {
  script.add(fmt::format("DROP OPERATOR CLASS {} USING {}", sql::name(name), sql::name(method)));
}

void OperatorClass::rename(const Renaming& renaming) {
  rename_in(name, space::operator_class, renaming);
  rename_in(family, space::operator_family, renaming);
  type.rename(renaming);
  storage.rename(renaming);
  for (ClassMember& member : members) member.rename(renaming);
}

void OperatorClass::types(const TypeSink& sink) {
  sink(type);
  if (!storage.text.empty()) sink(storage);
  for (ClassMember& member : members) member.types(sink);
}

std::optional<Written> OperatorClass::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"operator_class", name.name, definition(*this, namer), {}};
}

}  // namespace limbeck

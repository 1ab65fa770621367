#include "kinds/operator_family.hpp"

#include "kinds/expression.hpp"
#include "kinds/operator_class.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("operator family {} has no `definition`", entry.key.value),
                "definition = \"using btree\"");
    return std::nullopt;
  }
  const Text& text = definition->text;
  const auto parsed = grammar::parse_operator_family(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  OperatorFamily loaded{{}, {place.schema, entry.key.value}, parsed->method};
  for (const grammar::ClassMember& each : parsed->members) {
    const auto member = member_from(each, parsed->method, nullptr, text, place.schema, scope);
    if (member) scope.add(FamilyMember{{}, loaded.name, loaded.method, *member}, entry.key);
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

std::vector<Slot> family_slot(const Field& entry, const Place& place) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  const auto parsed = grammar::parse_operator_family(definition == nullptr ? "" : definition->text.value);
  if (!parsed) return {};
  return {family_declaration({place.schema, entry.key.value}, parsed->method)};
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_opfamily", row.oid(), 0};
  OperatorFamily found;
  found.name = row.name();
  found.method = row.string();
  scope.add(address, std::move(found));
}

void read_member_of(Row& row, CatalogScope& scope) {
  const bool is_function = row.text() == "pg_amproc";
  const Address address{is_function ? "pg_amproc" : "pg_amop", row.oid(), 0};
  const bool of_class = !row.is_null();
  const std::uint32_t owner = of_class ? row.oid() : (row.text(), 0);
  const std::uint32_t family = row.oid();
  if (of_class) {
    auto* in = scope.get<OperatorClass>({"pg_opclass", owner, 0});
    if (in != nullptr) in->members.push_back(read_member(row));
    return;
  }
  const auto* in = scope.get<OperatorFamily>({"pg_opfamily", family, 0});
  if (in == nullptr) return;
  scope.add(address, FamilyMember{{}, in->name, in->method, read_member(row)});
}

std::string altering(const FamilyMember& member) {
  return fmt::format("ALTER OPERATOR FAMILY {} USING {}", sql::name(member.family), sql::name(member.method));
}

}  // namespace

Slot family_declaration(const QName& name, const std::string& method) {
  return {OperatorFamily::kind_name, name.schema, method, name.name};
}

std::span<const Section> OperatorFamily::sections() {
  static const Section section{
      .name = "operator_family",
      .takes_definition = true,
      .declares = {space::operator_family},
      .load = load,
      .help = "An operator family: USING and its access method, and ADD with what belongs to none of its classes.",
      .more_names = family_slot};
  return {&section, 1};
}

std::span<const CatalogQuery> OperatorFamily::queries() {
  static const CatalogQuery query{
      "SELECT f.oid, n.nspname, f.opfname, a.amname FROM pg_catalog.pg_opfamily f "
      "JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace JOIN pg_catalog.pg_am a ON a.oid = f.opfmethod "
      "WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_opfamily'::regclass AND e.objid = f.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

void OperatorFamily::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE OPERATOR FAMILY {} USING {}", sql::name(name), sql::name(method)));
}

void OperatorFamily::rename_to(const OperatorFamily& now, sql::Script& script) const {
  script.add(fmt::format("ALTER OPERATOR FAMILY {} USING {} RENAME TO {}", sql::name(name), sql::name(method),
                         sql::name(now.name.name)));
}

void OperatorFamily::drop(sql::Script& script) const {
  script.add(fmt::format("DROP OPERATOR FAMILY {} USING {}", sql::name(name), sql::name(method)));
}

void OperatorFamily::rename(const Renaming& renaming) {
  rename_in(name, space::operator_family, renaming);
}

std::optional<Written> OperatorFamily::written(const std::vector<Child>& children, const Namer& namer) const {
  std::string text = namer.word("USING ") + sql::name(method);
  std::string separator = namer.word(" ADD") + "\n  ";
  for (const Child& child : children) {
    const std::size_t blank = child.text.find(' ');
    text += separator + namer.word(child.text.substr(0, blank)) + child.text.substr(blank);
    separator = ",\n  ";
  }
  return Written{"operator_family", name.name, text, {}};
}

std::span<const CatalogQuery> FamilyMember::queries() {
  static const CatalogQuery query{member_query, read_member_of};
  return {&query, 1};
}

std::vector<Slot> FamilyMember::references() const {
  std::vector<Slot> out{{space::operator_family, family.schema, "", family.name}};
  member.append_references(out);
  return out;
}

void FamilyMember::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("{} ADD {}", altering(*this), member.definition({})));
}

void FamilyMember::drop(sql::Script& script) const {
  script.add(fmt::format("{} DROP {}", altering(*this), member.key()));
}

void FamilyMember::rename(const Renaming& renaming) {
  rename_in(family, space::operator_family, renaming);
  member.rename(renaming);
}

}  // namespace limbeck

#include "kinds/namespace.hpp"

#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place&, Hints& hints, LoadScope& scope) {
  Namespace loaded{{}, entry.key.value};
  const ObjectId id = loaded.id();
  if (id.name == "public") return id;  // is there: an entry can only say who may use it
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

// pg_namespace; public exists in every database and is declared by no model.
void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_namespace", row.oid(), 0};
  scope.add(address, Namespace{{}, row.string()});
}

}  // namespace

std::span<const Section> Namespace::sections() {
  static const Section section{.name = "schema",
                               .outside_schemas = true,
                               .declares = {space::schema},
                               .keys = {grants_key},
                               .load = load,
                               .help = "A schema; its objects can stand under it, in any file."};
  return {&section, 1};
}

std::span<const CatalogQuery> Namespace::queries() {
  static const CatalogQuery query{
      "SELECT n.oid, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname ~ $1 AND n.nspname <> 'public' "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_namespace'::regclass "
      "AND e.objid = n.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

ObjectId Namespace::id() const {
  return {kind_name, "", "", name, ""};
}
std::vector<Slot> Namespace::slots() const {
  return {{space::schema, "", "", name}};
}

void Namespace::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add("CREATE SCHEMA " + sql::name(name));
}

void Namespace::rename_to(const Namespace& now, sql::Script& script) const {
  script.add("ALTER SCHEMA " + sql::name(name) + " RENAME TO " + sql::name(now.name));
}

void Namespace::drop(sql::Script& script) const {
  script.add("DROP SCHEMA " + sql::name(name));
}
Alteration Namespace::alter(const Namespace&, const Hints&, sql::Script&) const {
  return Alteration::done();
}

void Namespace::rename(const Renaming& renaming) {
  if (renaming.from == slots().front()) name = renaming.to;
}

std::optional<Written> Namespace::written(const std::vector<Child>&, const Namer&) const {
  return Written{"schema", name, "", {}};
}

}  // namespace limbeck

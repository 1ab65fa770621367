#include "kinds/extension.hpp"

#include "kinds/scope.hpp"
#include "sql/quote.hpp"

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place&, Hints& hints, LoadScope& scope) {
  Extension loaded{{}, entry.key.value, "", ""};
  if (const Field* schema = entry.find("schema")) loaded.schema = schema->text.value;
  if (const Field* version = entry.find("version")) loaded.version = version->text.value;
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_extension", row.oid(), 0};
  Extension found;
  found.name = row.string();
  found.schema = row.string();
  found.version = row.string();
  scope.add(address, std::move(found));
}

}  // namespace

bool Extension::operator==(const Extension& other) const {
  const auto agree = [](const std::string& a, const std::string& b) { return a.empty() || b.empty() || a == b; };
  return name == other.name && agree(schema, other.schema) && agree(version, other.version);
}

std::span<const Section> Extension::sections() {
  static const Section section{
      .name = "extension",
      .outside_schemas = true,
      .declares = {space::extension},
      .keys = {{"schema", Field::Type::text, "The schema for the extension's objects."},
               {"version", Field::Type::text, "The version; compared only when it is written here."}},
      .load = load,
      .help = "An extension that must be installed in the database."};
  return {&section, 1};
}

std::span<const CatalogQuery> Extension::queries() {
  // plpgsql is in every new database, as pg_dump knows (it dumps none of the extensions made by initdb: oids below
  // FirstNormalObjectId).
  static const CatalogQuery query{
      "SELECT x.oid, x.extname, n.nspname, x.extversion FROM pg_catalog.pg_extension x "
      "JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace WHERE x.oid >= 16384 AND $1::text IS NOT NULL",
      read};
  return {&query, 1};
}

ObjectId Extension::id() const {
  return {kind_name, "", "", name, ""};
}
std::vector<Slot> Extension::slots() const {
  return {{space::extension, "", "", name}};
}

std::vector<Slot> Extension::references() const {
  if (schema.empty()) return {};
  return {{space::schema, "", "", schema}};
}

void Extension::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  std::string text = "CREATE EXTENSION " + sql::name(name);
  if (!schema.empty()) text += " SCHEMA " + sql::name(schema);
  if (!version.empty()) text += " VERSION " + sql::literal(version);
  script.add(std::move(text));
}

void Extension::drop(sql::Script& script) const {
  script.add("DROP EXTENSION " + sql::name(name));
}

Alteration Extension::alter(const Extension& now, const Hints&, sql::Script& script) const {
  if (!now.schema.empty() && schema != now.schema) {
    script.add("ALTER EXTENSION " + sql::name(name) + " SET SCHEMA " + sql::name(now.schema));
  }
  if (!now.version.empty() && version != now.version) {
    script.add("ALTER EXTENSION " + sql::name(name) + " UPDATE TO " + sql::literal(now.version));
  }
  return Alteration::done();
}

std::optional<Written> Extension::written(const std::vector<Child>&, const Namer&) const {
  // The version is left out: another server has another one.
  Written out{"extension", name, "", {}};
  if (!schema.empty()) out.items.push_back({"schema", {schema}});
  return out;
}

}  // namespace limbeck

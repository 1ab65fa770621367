#include "kinds/wrapper.hpp"

#include "grammar/foreign.hpp"
#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place&, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  const Text text = definition == nullptr ? Text{"", entry.key.file, entry.key.at} : definition->text;
  const auto parsed = grammar::parse_wrapper(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  Wrapper loaded;
  loaded.name = entry.key.value;
  // It stands in no schema: the search path says where its functions are.
  if (parsed->handler) loaded.handler = resolve(*parsed->handler, space::function, "public", scope);
  if (parsed->validator) loaded.validator = resolve(*parsed->validator, space::function, "public", scope);
  loaded.options = parsed->options;
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_foreign_data_wrapper", row.oid(), 0};
  Wrapper found;
  found.name = row.string();
  found.handler = row.name();
  found.validator = row.name();
  found.options = options_from(row.array());
  scope.add(address, std::move(found));
}

std::string definition(const Wrapper& wrapper, const Namer& namer) {
  std::string text;
  if (!wrapper.handler.name.empty()) text += namer.word(" HANDLER ") + sql::name(wrapper.handler);
  if (!wrapper.validator.name.empty()) text += namer.word(" VALIDATOR ") + sql::name(wrapper.validator);
  return text + options_clause(wrapper.options, namer.word("OPTIONS"));
}

std::string function_change(std::string_view word, const QName& was, const QName& now) {
  if (was == now) return {};
  return now.name.empty() ? fmt::format(" NO {}", word) : fmt::format(" {} {}", word, sql::name(now));
}

}  // namespace

std::span<const Section> Wrapper::sections() {
  static const Section section{.name = "foreign_data_wrapper",
                               .takes_definition = true,
                               .outside_schemas = true,
                               .keys = {grants_key},
                               .load = load,
                               .help =
                                   "A foreign data wrapper that no extension brings: what stands after the name in "
                                   "CREATE FOREIGN DATA WRAPPER."};
  return {&section, 1};
}

std::span<const CatalogQuery> Wrapper::queries() {
  static const CatalogQuery query{
      "SELECT w.oid, w.fdwname, hn.nspname, h.proname, vn.nspname, v.proname, w.fdwoptions "
      "FROM pg_catalog.pg_foreign_data_wrapper w LEFT JOIN pg_catalog.pg_proc h ON h.oid = w.fdwhandler "
      "LEFT JOIN pg_catalog.pg_namespace hn ON hn.oid = h.pronamespace "
      "LEFT JOIN pg_catalog.pg_proc v ON v.oid = w.fdwvalidator "
      "LEFT JOIN pg_catalog.pg_namespace vn ON vn.oid = v.pronamespace "
      "WHERE $1::text IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_foreign_data_wrapper'::regclass AND e.objid = w.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

std::vector<Slot> Wrapper::references() const {
  std::vector<Slot> out;
  for (const QName* function : {&handler, &validator}) {
    if (!function->name.empty()) out.push_back({space::function, function->schema, "", function->name});
  }
  return out;
}

void Wrapper::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE FOREIGN DATA WRAPPER {}{}", sql::name(name), definition(*this, {})));
}

void Wrapper::rename_to(const Wrapper& now, sql::Script& script) const {
  script.add(fmt::format("ALTER FOREIGN DATA WRAPPER {} RENAME TO {}", sql::name(name), sql::name(now.name)));
}

void Wrapper::drop(sql::Script& script) const {
  script.add("DROP FOREIGN DATA WRAPPER " + sql::name(name));
}

Alteration Wrapper::alter(const Wrapper& now, const Hints&, sql::Script& script) const {
  script.add(fmt::format("ALTER FOREIGN DATA WRAPPER {}{}{}{}", sql::name(now.name),
                         function_change("HANDLER", handler, now.handler),
                         function_change("VALIDATOR", validator, now.validator), options_change(options, now.options)));
  return Alteration::done();
}

void Wrapper::rename(const Renaming& renaming) {
  if (renaming.from == Slot{kind_name, "", "", name}) name = renaming.to;
  rename_in(handler, space::function, renaming);
  rename_in(validator, space::function, renaming);
}

std::optional<Written> Wrapper::written(const std::vector<Child>&, const Namer&) const {
  const std::string text = definition(*this, Namer{"public", {}});
  return Written{"foreign_data_wrapper", name, text.empty() ? "" : text.substr(1), {}};
}

}  // namespace limbeck

#include "kinds/collation.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

// False if the option is none of CREATE COLLATION's.
bool take_option(const grammar::Option& option, Collation& into) {
  if (option.key == "provider") {
    into.provider = option.value;
  } else if (option.key == "locale") {
    into.collate = option.value;
    into.ctype = option.value;
  } else if (option.key == "lc_collate") {
    into.collate = option.value;
  } else if (option.key == "lc_ctype") {
    into.ctype = option.value;
  } else if (option.key == "rules") {
    into.rules = option.value;
  } else if (option.key == "deterministic") {
    into.deterministic = option.value != "false" && option.value != "off" && option.value != "0";
  } else {
    return option.key == "version";
  }
  return true;
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("collation {} has no `definition`", entry.key.value),
                "definition = \"(provider = icu, locale = 'de')\"");
    return std::nullopt;
  }
  const Text& text = definition->text;
  const auto parsed = grammar::parse_options(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  Collation loaded;
  loaded.name = {place.schema, entry.key.value};
  for (const grammar::Option& option : *parsed) {
    if (!take_option(option, loaded)) {
      scope.error(text, option.key_offset, fmt::format("a collation has no option '{}'", option.key),
                  "known are: provider, locale, lc_collate, lc_ctype, deterministic, rules");
    }
  }
  if (loaded.provider != "libc" && loaded.provider != "icu" && loaded.provider != "builtin") {
    scope.error(text, 0, fmt::format("there is no provider '{}'", loaded.provider), "provider is libc, icu or builtin");
  }
  if (loaded.collate.empty() || loaded.ctype.empty()) {
    scope.error(text, 0, "a collation needs a locale, or both lc_collate and lc_ctype", "(locale = 'de_DE.utf8')");
  }
  if (loaded.provider != "libc") loaded.ctype.clear();
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_collation", row.oid(), 0};
  Collation found;
  found.name = row.name();
  const std::string provider = row.string();
  found.provider = provider == "i" ? "icu" : provider == "b" ? "builtin" : "libc";
  const std::string locale = row.string();  // where the catalog has a column for it (from PostgreSQL 15)
  found.collate = row.string();
  found.ctype = row.string();
  if (found.provider != "libc") {
    if (!locale.empty()) found.collate = locale;
    found.ctype.clear();
  }
  found.rules = row.string();
  found.deterministic = row.flag();
  scope.add(address, std::move(found));
}

std::string definition(const Collation& collation, const Namer& namer) {
  std::string text = "(";
  if (collation.provider != "libc") text += fmt::format("{} = {}, ", namer.word("PROVIDER"), collation.provider);
  if (collation.provider != "libc" || collation.collate == collation.ctype) {
    text += fmt::format("{} = {}", namer.word("LOCALE"), sql::literal(collation.collate));
  } else {
    text += fmt::format("{} = {}, {} = {}", namer.word("LC_COLLATE"), sql::literal(collation.collate),
                        namer.word("LC_CTYPE"), sql::literal(collation.ctype));
  }
  if (!collation.deterministic) text += fmt::format(", {} = false", namer.word("DETERMINISTIC"));
  if (!collation.rules.empty()) text += fmt::format(", {} = {}", namer.word("RULES"), sql::literal(collation.rules));
  return text + ")";
}

}  // namespace

std::span<const Section> Collation::sections() {
  static const Section section{.name = "collation",
                               .takes_definition = true,
                               .declares = {space::collation},
                               .load = load,
                               .help = "A collation: what stands after CREATE COLLATION name."};
  return {&section, 1};
}

std::span<const CatalogQuery> Collation::queries() {
  // The locale's column has another name from version to version (colliculocale, colllocale), and rules came with 16.
  static const CatalogQuery query{
      "SELECT c.oid, n.nspname, c.collname, c.collprovider, coalesce(j.row ->> 'colllocale', j.row ->> "
      "'colliculocale'), c.collcollate, c.collctype, j.row ->> 'collicurules', c.collisdeterministic "
      "FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace "
      "CROSS JOIN LATERAL (SELECT pg_catalog.to_jsonb(c) AS row) j "
      "WHERE n.nspname ~ $1 AND c.collencoding IN (-1, (SELECT d.encoding FROM pg_catalog.pg_database d "
      "WHERE d.datname = pg_catalog.current_database())) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_collation'::regclass AND e.objid = c.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

ObjectId Collation::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}

void Collation::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE COLLATION {} {}", sql::name(name), definition(*this, {})));
}

void Collation::rename_to(const Collation& now, sql::Script& script) const {
  script.add(fmt::format("ALTER COLLATION {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

void Collation::drop(sql::Script& script) const {
  script.add("DROP COLLATION " + sql::name(name));
}

Alteration Collation::alter(const Collation&, const Hints&, sql::Script&) const {
  TypeSwap swap = swap_away(name, "COLLATION");
  return Alteration::remake(std::move(swap));
}

void Collation::rename(const Renaming& renaming) {
  rename_in(name, space::collation, renaming);
}

std::optional<Written> Collation::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"collation", name.name, definition(*this, namer), {}};
}

}  // namespace limbeck

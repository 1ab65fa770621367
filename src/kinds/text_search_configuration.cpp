#include "kinds/text_search_configuration.hpp"

#include "grammar/text_search.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "kinds/text_search_dictionary.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck {
namespace {

using Mappings = std::map<std::string, std::vector<QName>>;

Slot dictionary_slot(const QName& name) {
  return {TextSearchDictionary::kind_name, name.schema, "", name.name};
}

// What no model declares is PostgreSQL's own; an extension's needs its schema.
QName found_name(const grammar::QualifiedName& written, const std::string& home, const LoadScope& scope) {
  QName name = resolve(written, TextSearchDictionary::kind_name, home, scope);
  if (written.parts.size() == 1 && !scope.declares(dictionary_slot(name))) name.schema = "pg_catalog";
  return name;
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  TextSearchConfiguration loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.parser = {"pg_catalog", "default"};
  if (const Field* parser = entry.find("parser")) {
    const auto parsed = grammar::parse_names(parser->text.value);
    if (!parsed) {
      scope.error(parser->text, parsed.error());
      return std::nullopt;
    }
    const std::vector<std::string>& parts = parsed->front().parts;
    loaded.parser = parts.size() > 1 ? QName{parts[0], parts[1]} : QName{"pg_catalog", parts[0]};
  }
  if (const Field* mappings = entry.find("mappings")) {
    for (const Field& mapping : mappings->items) {
      const auto parsed = grammar::parse_names(mapping.text.value);
      if (!parsed) {
        scope.error(mapping.text, parsed.error());
        return std::nullopt;
      }
      std::vector<QName>& dictionaries = loaded.mappings[mapping.key.value];
      for (const grammar::QualifiedName& each : *parsed) dictionaries.push_back(found_name(each, place.schema, scope));
    }
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_ts_config", row.oid(), 0};
  TextSearchConfiguration found;
  found.name = row.name();
  found.parser = row.name();
  const std::vector<std::string> tokens = row.array();
  const std::vector<std::string> schemas = row.array();
  const std::vector<std::string> names = row.array();
  for (std::size_t i = 0; i < tokens.size(); ++i) found.mappings[tokens[i]].push_back({schemas[i], names[i]});
  scope.add(address, std::move(found));
}

std::string list(const std::vector<QName>& names) {
  std::vector<std::string> parts;
  for (const QName& name : names) parts.push_back(sql::name(name));
  return sql::join(parts);
}

// One statement for all types of tokens that get the same dictionaries.
void add_mappings(const TextSearchConfiguration& of, std::string_view verb, const Mappings& mappings,
                  sql::Script& script) {
  std::map<std::string, std::vector<std::string>> tokens;
  for (const auto& [token, dictionaries] : mappings) tokens[list(dictionaries)].push_back(token);
  for (const auto& [dictionaries, same] : tokens) {
    script.add(fmt::format("ALTER TEXT SEARCH CONFIGURATION {} {} MAPPING FOR {} WITH {}", sql::name(of.name), verb,
                           sql::names(same), dictionaries));
  }
}

}  // namespace

std::span<const Section> TextSearchConfiguration::sections() {
  static const Section section{
      .name = "text_search_configuration",
      .keys = {{"parser", Field::Type::text, "The parser; default where none is named."},
               {"mappings", Field::Type::table,
                "The dictionaries of each type of token: { asciiword = \"s.unaccent, english_stem\" }."}},
      .load = load,
      .help = "A text search configuration. Dictionaries of extensions need their schema."};
  return {&section, 1};
}

std::span<const CatalogQuery> TextSearchConfiguration::queries() {
  static const CatalogQuery query{
      "SELECT c.oid, n.nspname, c.cfgname, pn.nspname, p.prsname, m.tokens, m.schemas, m.names "
      "FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace "
      "JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser "
      "JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace "
      "CROSS JOIN LATERAL (SELECT pg_catalog.array_agg(t.alias ORDER BY x.maptokentype, x.mapseqno), "
      "pg_catalog.array_agg(dn.nspname ORDER BY x.maptokentype, x.mapseqno), "
      "pg_catalog.array_agg(d.dictname ORDER BY x.maptokentype, x.mapseqno) "
      "FROM pg_catalog.pg_ts_config_map x JOIN pg_catalog.ts_token_type(c.cfgparser) t ON t.tokid = x.maptokentype "
      "JOIN pg_catalog.pg_ts_dict d ON d.oid = x.mapdict JOIN pg_catalog.pg_namespace dn ON dn.oid = d.dictnamespace "
      "WHERE x.mapcfg = c.oid) m(tokens, schemas, names) "
      "WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_ts_config'::regclass AND e.objid = c.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

std::vector<Slot> TextSearchConfiguration::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  for (const auto& [token, dictionaries] : mappings) {
    for (const QName& each : dictionaries) out.push_back(dictionary_slot(each));
  }
  return out;
}

void TextSearchConfiguration::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE TEXT SEARCH CONFIGURATION {} (PARSER = {})", sql::name(name), sql::name(parser)));
  add_mappings(*this, "ADD", mappings, script);
}

void TextSearchConfiguration::rename_to(const TextSearchConfiguration& now, sql::Script& script) const {
  script.add(fmt::format("ALTER TEXT SEARCH CONFIGURATION {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

void TextSearchConfiguration::drop(sql::Script& script) const {
  script.add("DROP TEXT SEARCH CONFIGURATION " + sql::name(name));
}

Alteration TextSearchConfiguration::alter(const TextSearchConfiguration& now, const Hints&, sql::Script& script) const {
  if (parser != now.parser) return Alteration::replace();
  std::vector<std::string> gone;
  Mappings changed;
  Mappings added;
  for (const auto& [token, dictionaries] : mappings) {
    if (!now.mappings.contains(token)) gone.push_back(token);
  }
  for (const auto& [token, dictionaries] : now.mappings) {
    const auto before = mappings.find(token);
    if (before == mappings.end()) {
      added.emplace(token, dictionaries);
    } else if (before->second != dictionaries) {
      changed.emplace(token, dictionaries);
    }
  }
  if (!gone.empty()) {
    script.add(
        fmt::format("ALTER TEXT SEARCH CONFIGURATION {} DROP MAPPING FOR {}", sql::name(now.name), sql::names(gone)));
  }
  add_mappings(now, "ALTER", changed, script);
  add_mappings(now, "ADD", added, script);
  return Alteration::done();
}

void TextSearchConfiguration::rename(const Renaming& renaming) {
  rename_in(name, kind_name, renaming);
  for (auto& [token, dictionaries] : mappings) {
    for (QName& each : dictionaries) rename_in(each, TextSearchDictionary::kind_name, renaming);
  }
}

std::optional<Written> TextSearchConfiguration::written(const std::vector<Child>&, const Namer& namer) const {
  Written out{"text_search_configuration", name.name, "", {}};
  // PostgreSQL's own need no schema, unless the model has one of that name.
  const auto shown = [&](const QName& each) {
    const bool hidden = namer.declares && namer.declares(dictionary_slot({namer.home, each.name}));
    return each.schema == "pg_catalog" && !hidden ? sql::name(each.name) : namer(each);
  };
  if (parser != QName{"pg_catalog", "default"}) out.items.push_back({"parser", {sql::name(parser)}});
  for (const auto& [token, dictionaries] : mappings) {
    std::vector<std::string> parts;
    for (const QName& each : dictionaries) parts.push_back(shown(each));
    out.items.push_back({"mappings." + token, {sql::join(parts)}});
  }
  return out;
}

}  // namespace limbeck

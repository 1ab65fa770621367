#include "kinds/text_search_dictionary.hpp"

#include "grammar/text_search.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck {
namespace {

// Templates are no objects of models: PostgreSQL's own stand in pg_catalog, and others need their schema.
QName template_from(const grammar::QualifiedName& written) {
  if (written.parts.size() > 1) return {written.parts[0], written.parts[1]};
  return {"pg_catalog", written.parts.back()};
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("text search dictionary {} has no `definition`", entry.key.value),
                "definition = \"(template = simple)\"");
    return std::nullopt;
  }
  const auto parsed = grammar::parse_dictionary(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  TextSearchDictionary loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.template_name = template_from(parsed->template_name);
  loaded.options = parsed->options;
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_ts_dict", row.oid(), 0};
  TextSearchDictionary found;
  found.name = row.name();
  found.template_name = row.name();
  if (const std::string options = row.string(); !options.empty()) {
    const auto parsed = grammar::parse_dictionary("(template = t, " + options + ")");
    if (!parsed) return;  // stays not modelled
    found.options = parsed->options;
  }
  scope.add(address, std::move(found));
}

std::string definition(const TextSearchDictionary& dictionary, const Namer& namer) {
  const bool own = dictionary.template_name.schema == "pg_catalog";
  std::string text = namer.word("(TEMPLATE = ") +
                     (own ? sql::name(dictionary.template_name.name) : sql::name(dictionary.template_name));
  for (const auto& [key, value] : dictionary.options) text += ", " + sql::name(key) + " = " + sql::literal(value);
  return text + ")";
}

}  // namespace

std::span<const Section> TextSearchDictionary::sections() {
  static const Section section{.name = "text_search_dictionary",
                               .takes_definition = true,
                               .declares = {kind_name},
                               .load = load,
                               .help =
                                   "A text search dictionary: what stands after the name in CREATE TEXT SEARCH "
                                   "DICTIONARY, the template first."};
  return {&section, 1};
}

std::span<const CatalogQuery> TextSearchDictionary::queries() {
  static const CatalogQuery query{
      "SELECT d.oid, n.nspname, d.dictname, tn.nspname, t.tmplname, d.dictinitoption "
      "FROM pg_catalog.pg_ts_dict d JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace "
      "JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate "
      "JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace "
      "WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_ts_dict'::regclass AND e.objid = d.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

std::vector<Slot> TextSearchDictionary::references() const {
  return {{space::schema, "", "", name.schema}};
}

void TextSearchDictionary::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE TEXT SEARCH DICTIONARY {} {}", sql::name(name), definition(*this, {})));
}

void TextSearchDictionary::rename_to(const TextSearchDictionary& now, sql::Script& script) const {
  script.add(fmt::format("ALTER TEXT SEARCH DICTIONARY {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

void TextSearchDictionary::drop(sql::Script& script) const {
  script.add("DROP TEXT SEARCH DICTIONARY " + sql::name(name));
}

Alteration TextSearchDictionary::alter(const TextSearchDictionary& now, const Hints&, sql::Script& script) const {
  if (template_name != now.template_name) return Alteration::replace();
  std::vector<std::string> changes;
  for (const auto& [key, value] : options) {
    if (!now.options.contains(key)) changes.push_back(sql::name(key));  // without a value it is taken away
  }
  for (const auto& [key, value] : parameters_to_set(options, now.options)) {
    changes.push_back(sql::name(key) + " = " + sql::literal(value));
  }
  script.add(fmt::format("ALTER TEXT SEARCH DICTIONARY {} ({})", sql::name(now.name), sql::join(changes)));
  return Alteration::done();
}

void TextSearchDictionary::rename(const Renaming& renaming) {
  rename_in(name, kind_name, renaming);
}

std::optional<Written> TextSearchDictionary::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"text_search_dictionary", name.name, definition(*this, namer), {}};
}

}  // namespace limbeck

#include "cli/json_schema.hpp"

#include "toml/config.hpp"
#include "toml/outline.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace limbeck::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* draft = "https://json-schema.org/draft/2020-12/schema";

// What the definition of a section's entries looks like.
struct Example {
  std::string_view parent;  // empty: for entries at the top
  std::string_view section;
  std::string_view definition;
};

constexpr std::array examples{
    Example{"", "aggregate", "(text) (sfunc = array_append_text, stype = text[], initcond = '{}')"},
    Example{"", "cast", "with function mood_of(integer) as assignment"},
    Example{"", "collation", "(provider = icu, locale = 'de-u-kn-true')"},
    Example{"", "domain", "text not null check (value like '%@%')"},
    Example{"", "event_trigger", "on ddl_command_end execute function note_ddl()"},
    Example{"", "foreign_data_wrapper", "handler postgres_fdw_handler validator postgres_fdw_validator"},
    Example{"", "function", "(a integer, b integer) returns integer language sql immutable return a + b"},
    Example{"", "materialized_view", "select customer_id, sum(total) as total from orders group by customer_id"},
    Example{"", "operator", "(leftarg = box, rightarg = box, function = area_equals, commutator = ===)"},
    Example{"", "operator_class", "for type point using btree as operator 1 <<, function 1 point_order(point, point)"},
    Example{"", "operator_family", "using btree"},
    Example{"", "procedure", "(day date) language sql as $$delete from events where at < day$$"},
    Example{"", "publication", "for table orders (id, total), customers with (publish = 'insert')"},
    Example{"", "range", "(subtype = float8, subtype_diff = float8mi)"},
    Example{"", "sequence", "as integer start with 1000"},
    Example{"", "server", "foreign data wrapper postgres_fdw options (host 'archive', dbname 'app')"},
    Example{"", "statistics", "(dependencies) on country, city from customers"},
    Example{"", "text_search_dictionary", "(template = snowball, language = 'english')"},
    Example{"", "view", "select id, email from customers where deleted_at is null"},
    Example{"composite", "attributes", "varchar(10)"},
    Example{"domain", "constraints", "check (length(value) < 255)"},
    Example{"foreign_table", "column_options", "options (column_name 'order_id')"},
    Example{"server", "user_mappings", "options (user 'reader')"},
    Example{"table", "columns", "varchar(255) not null unique"},
    Example{"table", "constraints", "foreign key (customer_id) references customers (id) on delete cascade"},
    Example{"table", "defaults", "now()"},
    Example{"table", "indexes", "unique (lower(email)) where deleted_at is null"},
    Example{"table", "inherited", "not null"},
    Example{"table", "policies", "for select to app using (owner = current_user)"},
    Example{"table", "rules", "on delete do instead nothing"},
    Example{"table", "triggers", "before update for each row execute function set_updated_at()"},
};

std::string_view parent_of(const Section& section) {
  return section.parents.empty() ? std::string_view() : section.parents.front();
}

const Example* example_of(const Section& section) {
  const auto* const found = std::find_if(examples.begin(), examples.end(), [&](const Example& each) {
    return each.section == section.name && each.parent == parent_of(section);
  });
  return found == examples.end() ? nullptr : found;
}

// "columns" stand below tables and, other ones, below views.
std::string id_of(const Section& section) {
  const std::string_view parent = parent_of(section);
  return parent.empty() ? std::string(section.name) : fmt::format("{}.{}", parent, section.name);
}

Json reference(const std::string& definition) {
  return {{"$ref", "#/$defs/" + definition}};
}

Json value_of(Field::Type type) {
  switch (type) {
    case Field::Type::text:
      return {{"type", "string"}};
    case Field::Type::flag:
      return {{"type", "boolean"}};
    case Field::Type::number:
      return {{"type", "integer"}};
    case Field::Type::list:
      return reference("list");
    case Field::Type::table:
      break;
  }
  return reference("values");
}

Json described(std::string_view help, Json schema) {
  Json out{{"description", help}};
  out.update(schema);
  return out;
}

// Whether several entries can have one name: overloads of a function.
bool may_repeat(const Section& section) {
  return section.parents.empty() && std::none_of(section.declares.begin(), section.declares.end(), space::is_unique);
}

// A section: its entries by their names. One is a table, several of a name are an array of tables, and where a
// definition is all that there is to say, it stands alone. Alternatives only where there are some: the complaints of
// editors are the better for it.
Json section_schema(const Section& section) {
  Json forms = Json::array();
  if (section.takes_definition) {
    Json text{{"description", section.help}, {"type", "string"}};
    if (const Example* example = example_of(section)) text["examples"] = Json::array({example->definition});
    forms.push_back(std::move(text));
  }
  forms.push_back(reference(id_of(section)));
  if (may_repeat(section)) {
    forms.push_back({{"type", "array"}, {"minItems", 1}, {"items", reference(id_of(section))}});
  }
  Json entry = forms.size() == 1 ? forms.front() : Json{{"anyOf", forms}};
  return {{"description", section.help},
          {"type", "object"},
          {"propertyNames", reference("name")},
          {"additionalProperties", std::move(entry)}};
}

Json entry_schema(const Section& section) {
  Json properties = Json::object();
  for (const Key& key : keys_of(section)) properties[std::string(key.name)] = described(key.help, value_of(key.type));
  for (const Section* below : sections_below(section)) properties[std::string(below->name)] = section_schema(*below);
  if (const Example* example = example_of(section)) {
    properties["definition"]["examples"] = Json::array({example->definition});
  }
  return {{"description", section.help},
          {"type", "object"},
          {"properties", std::move(properties)},
          {"additionalProperties", false}};
}

Json common_definitions() {
  return {
      {"name",
       {{"description", "The exact name: no case folding, never split at dots."},
        {"type", "string"},
        {"minLength", 1},
        {"maxLength", max_name_bytes}}},
      {"list",
       {{"type", "array"},
        {"items",
         {{"anyOf",
           Json::array({Json{{"type", "string"}},
                        Json{{"type", "object"},
                             {"properties", {{"name", {{"type", "string"}}}, {"renamed_from", {{"type", "string"}}}}},
                             {"additionalProperties", false}}})}}}}},
      {"values",
       {{"type", "object"}, {"additionalProperties", {{"type", Json::array({"string", "number", "boolean"})}}}}},
  };
}

std::string text_of(const Json& schema) {
  return schema.dump(2) + "\n";
}

// The lines of a key's help that are an example: `name = ...`.
std::vector<std::string> lines_of(std::string_view help) {
  std::vector<std::string> out;
  while (!help.empty()) {
    const std::size_t end = std::min(help.find('\n'), help.size());
    out.emplace_back(help.substr(0, end));
    help.remove_prefix(std::min(end + 1, help.size()));
  }
  return out;
}

Json config_key_schema(const ConfigKeyHelp& key) {
  std::string help;
  Json shown = Json::array();
  const std::string beginning = fmt::format("{} = ", key.name);
  for (const std::string& line : lines_of(key.help)) {
    if (line.starts_with(beginning)) {
      shown.push_back(Json::parse(line.substr(beginning.size())));
    } else {
      help += (help.empty() ? "" : " ") + line;
    }
  }
  Json out = Json::object();
  if (!help.empty()) out["description"] = help;
  if (key.type == Field::Type::list) {
    out["type"] = "array";
    out["items"] = {{"type", "string"}};
  } else {
    out["type"] = key.type == Field::Type::flag ? "boolean" : "string";
  }
  // The values of this file are those of JSON, too.
  out["default"] = Json::parse(key.usual);
  if (!shown.empty()) out["examples"] = std::move(shown);
  return out;
}

}  // namespace

std::string models_schema() {
  Json properties{
      {std::string(default_schema_key),
       {{"description", "The schema of the names in this file."}, {"type", "string"}, {"default", "public"}}}};
  Json definitions = common_definitions();
  for (const Section* section : all_sections()) {
    if (section->parents.empty()) properties[std::string(section->name)] = section_schema(*section);
    definitions[id_of(*section)] = entry_schema(*section);
  }
  return text_of({{"$schema", draft},
                  {"title", "limbeck: models"},
                  {"description",
                   "What a database shall hold. TOML names things, SQL defines them: the value of an entry is what one "
                   "would write after the object's name."},
                  {"type", "object"},
                  {"properties", std::move(properties)},
                  {"additionalProperties", false},
                  {"$defs", std::move(definitions)}});
}

std::string config_schema() {
  Json sections = Json::object();
  for (const ConfigKeyHelp& key : config_keys()) {
    Json& section = sections[std::string(key.section)];
    if (section.is_null())
      section = {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
    section["properties"][std::string(key.name)] = config_key_schema(key);
  }
  return text_of({{"$schema", draft},
                  {"title", "limbeck.toml"},
                  {"description",
                   "Where the database, the models and the revisions are. ${VARIABLE} and ${VARIABLE:-default} are "
                   "replaced in strings."},
                  {"type", "object"},
                  {"properties", std::move(sections)},
                  {"additionalProperties", false}});
}

std::vector<std::string_view> sections_without_example() {
  std::vector<std::string_view> out;
  for (const Section* section : all_sections()) {
    if (section->takes_definition && example_of(*section) == nullptr) out.push_back(section->name);
  }
  return out;
}

}  // namespace limbeck::cli

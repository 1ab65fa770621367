#include "grammar/type.hpp"
#include "grammar/type_parser.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace limbeck::grammar {
namespace {

// pg_catalog's name (pg_type.typname) and the name in TypeName, where they differ. Sorted by the first.
constexpr auto renamed = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"bool", "boolean"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"time", "time without time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"timetz", "time with time zone"},
    {"varbit", "bit varying"},
    {"varchar", "character varying"},
});

// The other types of pg_catalog, which format_type() calls what they are called. Sorted.
constexpr auto others = std::to_array<std::string_view>({
    "aclitem",
    "any",
    "anyarray",
    "anycompatible",
    "anycompatiblearray",
    "anycompatiblemultirange",
    "anycompatiblenonarray",
    "anycompatiblerange",
    "anyelement",
    "anyenum",
    "anymultirange",
    "anynonarray",
    "anyrange",
    "bit",
    "box",
    "bpchar",
    "bytea",
    "char",
    "cid",
    "cidr",
    "circle",
    "cstring",
    "date",
    "datemultirange",
    "daterange",
    "event_trigger",
    "fdw_handler",
    "gtsvector",
    "index_am_handler",
    "inet",
    "int2vector",
    "int4multirange",
    "int4range",
    "int8multirange",
    "int8range",
    "internal",
    "interval",
    "json",
    "jsonb",
    "jsonpath",
    "language_handler",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "numeric",
    "nummultirange",
    "numrange",
    "oid",
    "oidvector",
    "path",
    "pg_brin_bloom_summary",
    "pg_brin_minmax_multi_summary",
    "pg_ddl_command",
    "pg_dependencies",
    "pg_lsn",
    "pg_mcv_list",
    "pg_ndistinct",
    "pg_node_tree",
    "pg_snapshot",
    "point",
    "polygon",
    "record",
    "refcursor",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "table_am_handler",
    "text",
    "tid",
    "trigger",
    "tsm_handler",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "txid_snapshot",
    "unknown",
    "uuid",
    "void",
    "xid",
    "xid8",
    "xml",
});

static_assert(std::is_sorted(renamed.begin(), renamed.end()));
static_assert(std::is_sorted(others.begin(), others.end()));

// A modifier as PostgreSQL stores it; nothing if it is no integer.
std::optional<int> integer(const std::string& text) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

// The one length in 1..most, or nothing.
std::optional<std::string> with_length(std::string_view name, const std::vector<int>& modifiers, int most) {
  if (modifiers.size() != 1 || modifiers[0] < 1 || modifiers[0] > most) return std::nullopt;
  return fmt::format("{}({})", name, modifiers[0]);
}

// numeric(p,s): precision 1..1000; the scale may be -1000..1000 since PostgreSQL 15.
std::optional<std::string> numeric(const std::vector<int>& modifiers) {
  if (modifiers.empty() || modifiers.size() > 2 || modifiers[0] < 1 || modifiers[0] > 1000) return std::nullopt;
  const int scale = modifiers.size() == 2 ? modifiers[1] : 0;
  if (scale < -1000 || scale > 1000) return std::nullopt;
  return fmt::format("numeric({},{})", modifiers[0], scale);
}

// Seconds have at most six digits; PostgreSQL lowers a greater precision to that with a warning.
std::optional<std::string> with_precision(std::string_view before, const std::vector<int>& modifiers,
                                          std::string_view after) {
  if (modifiers.size() != 1 || modifiers[0] < 0) return std::nullopt;
  return fmt::format("{}({}){}", before, std::min(modifiers[0], 6), after);
}

std::optional<std::string> interval(const TypeName& type, const std::vector<int>& modifiers) {
  std::string name = "interval";
  if (!type.interval_fields.empty()) name += " " + type.interval_fields;
  if (modifiers.empty()) return name;
  return with_precision(name, modifiers, "");
}

std::optional<std::string> with_modifiers(const TypeName& type, std::string_view name) {
  std::vector<int> modifiers;
  for (const std::string& each : type.modifiers) {
    const auto value = integer(each);
    if (!value) return std::nullopt;
    modifiers.push_back(*value);
  }
  if (name == "interval") return interval(type, modifiers);
  if (modifiers.empty())
    return std::string(name == "bit" || name == "char" || name == "any" ? fmt::format("\"{}\"", name) : name);
  constexpr int longest_string = 10485760;  // MaxAttrSize, htup_details.h
  constexpr int longest_bits = 83886080;    // eight times that
  if (name == "character" || name == "bpchar") return with_length("character", modifiers, longest_string);
  if (name == "character varying") return with_length(name, modifiers, longest_string);
  if (name == "bit" || name == "bit varying") return with_length(name, modifiers, longest_bits);
  if (name == "numeric") return numeric(modifiers);
  for (const std::string_view base : {"timestamp", "time"}) {
    if (name.starts_with(base) && name.substr(base.size()).starts_with(" with")) {
      return with_precision(base, modifiers, name.substr(base.size()));
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view builtin_name(std::string_view catalog_name) {
  const auto found = std::lower_bound(renamed.begin(), renamed.end(), std::pair(catalog_name, std::string_view()));
  if (found != renamed.end() && found->first == catalog_name) return found->second;
  const auto other = std::lower_bound(others.begin(), others.end(), catalog_name);
  return other != others.end() && *other == catalog_name ? *other : std::string_view();
}

bool is_sql_spelling(std::string_view name) {
  return name == "character" ||
         std::any_of(renamed.begin(), renamed.end(), [&](const auto& each) { return each.second == name; });
}

std::optional<std::string> builtin_type(const TypeName& type) {
  if (type.name.empty() || type.name.size() > 2) return std::nullopt;
  if (type.name.size() == 2 && type.name[0] != "pg_catalog") return std::nullopt;
  std::string_view name = type.name.back();
  if (type.name.size() == 2 || !is_sql_spelling(name)) name = builtin_name(name);
  if (name.empty()) return std::nullopt;
  auto text = with_modifiers(type, name);
  if (text && type.array) *text += "[]";
  return text;
}

const std::vector<std::string>& builtin_type_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all(others.begin(), others.end());
    for (const auto& [catalog, sql] : renamed) {
      all.emplace_back(catalog);
      all.emplace_back(sql);
    }
    for (const char* spelling : {"character", "dec", "decimal", "float", "int", "national character", "nchar", "serial",
                                 "bigserial", "smallserial", "serial2", "serial4", "serial8"}) {
      all.emplace_back(spelling);
    }
    std::sort(all.begin(), all.end());
    return all;
  }();
  return names;
}

}  // namespace limbeck::grammar

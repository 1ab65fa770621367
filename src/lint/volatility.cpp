#include "lint/volatility.hpp"

#include "grammar/keywords.hpp"
#include "grammar/type.hpp"

#include <algorithm>
#include <array>

namespace limbeck::lint {
namespace {

// Without the schema of PostgreSQL's own.
std::string_view plain(std::string_view call) {
  constexpr std::string_view own = "pg_catalog.";
  return call.starts_with(own) ? call.substr(own.size()) : call;
}

bool holds(const auto& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Functions that defaults call, and that are STABLE or IMMUTABLE in every supported version.
constexpr std::array<std::string_view, 57> steady = {"now",
                                                     "statement_timestamp",
                                                     "transaction_timestamp",
                                                     "abs",
                                                     "age",
                                                     "array_append",
                                                     "array_fill",
                                                     "array_length",
                                                     "ceil",
                                                     "chr",
                                                     "concat",
                                                     "concat_ws",
                                                     "current_schema",
                                                     "current_setting",
                                                     "current_database",
                                                     "date_part",
                                                     "date_trunc",
                                                     "decode",
                                                     "encode",
                                                     "extract",
                                                     "floor",
                                                     "format",
                                                     "initcap",
                                                     "json_build_array",
                                                     "json_build_object",
                                                     "jsonb_build_array",
                                                     "jsonb_build_object",
                                                     "left",
                                                     "length",
                                                     "lower",
                                                     "lpad",
                                                     "ltrim",
                                                     "make_date",
                                                     "make_interval",
                                                     "make_time",
                                                     "make_timestamp",
                                                     "make_timestamptz",
                                                     "md5",
                                                     "mod",
                                                     "overlay",
                                                     "position",
                                                     "power",
                                                     "replace",
                                                     "right",
                                                     "round",
                                                     "rpad",
                                                     "rtrim",
                                                     "sha256",
                                                     "split_part",
                                                     "substr",
                                                     "substring",
                                                     "to_char",
                                                     "to_date",
                                                     "to_json",
                                                     "to_jsonb",
                                                     "to_timestamp",
                                                     "upper"};

// VOLATILE in pg_proc, and of uuid-ossp and pgcrypto.
constexpr std::array<std::string_view, 18> changing = {"random",
                                                       "random_normal",
                                                       "clock_timestamp",
                                                       "timeofday",
                                                       "gen_random_uuid",
                                                       "uuidv4",
                                                       "uuidv7",
                                                       "nextval",
                                                       "setval",
                                                       "txid_current",
                                                       "pg_current_xact_id",
                                                       "gen_random_bytes",
                                                       "gen_salt",
                                                       "uuid_generate_v1",
                                                       "uuid_generate_v1mc",
                                                       "uuid_generate_v4",
                                                       "pg_sleep",
                                                       "pg_notify"};

bool is_steady(std::string_view call) {
  const std::string_view name = plain(call);
  // `in (...)`, `coalesce(...)`, `current_timestamp(3)`; `varchar(10)`, `date(...)`.
  return holds(steady, name) || grammar::needs_quotes_as_keyword(name) || holds(grammar::builtin_type_names(), name) ||
         name == "and" || name == "or";
}

}  // namespace

bool is_known_volatile(std::string_view call) {
  // An extension's function stands in any schema.
  const std::size_t dot = call.rfind('.');
  return holds(changing, dot == std::string_view::npos ? call : call.substr(dot + 1));
}

std::string volatile_call(const std::vector<std::string>& calls) {
  for (const std::string& call : calls) {
    if (is_known_volatile(call)) return call;
  }
  for (const std::string& call : calls) {
    if (!is_steady(call)) return call;
  }
  return {};
}

}  // namespace limbeck::lint

#pragma once
// Type names as SQL writes them: `varchar(255)`, `double precision`, `timestamp(3) with time zone`, `public.mood[]`,
// `geography(Point, 4326)`, `interval day to second(2)`.

#include "grammar/parsed.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

struct TypeName {
  // One part, or schema and name; folded to lower case unless quoted. Multi-word built-in types are one part with
  // single blanks, in the spelling of format_type: "double precision", "timestamp without time zone",
  // "character varying", "bit varying", "time with time zone". Built-in aliases are resolved (int4 and int are
  // "integer", bool is "boolean", varchar is "character varying", decimal is "numeric", float(10) is "real",
  // timestamptz is "timestamp with time zone", char is "character" with the modifier 1 unless another is given);
  // quoted names and names with a schema other than pg_catalog are not.
  std::vector<std::string> name;
  std::vector<std::string> modifiers;  // "255"; "10" "2"; "Point" "4326": as written, without blanks around
  std::string interval_fields;         // "day to second", lower case; only of interval
  bool array = false;                  // dimensions and bounds mean nothing to PostgreSQL and are dropped
  std::string serial_of;               // "integer" for serial, "bigint" for bigserial, "smallint" for smallserial; name
                                       // is then that type too
  std::size_t offset = 0;              // where the type begins in the text that was parsed
  std::size_t length = 0;

  [[nodiscard]] bool is_serial() const { return !serial_of.empty(); }
};

[[nodiscard]] Parsed<TypeName> parse_type(std::string_view text);

// The text that PostgreSQL's format_type() gives for the type under an empty search_path, if it is one of
// pg_catalog's: "character varying(255)", "timestamp(3) without time zone", "numeric(10,2)", "bit(1)", "text[]",
// "\"char\"". Nothing for a type that is not built in. The array part is included.
[[nodiscard]] std::optional<std::string> builtin_type(const TypeName& type);

// Every name that builtin_type knows, aliases included, for suggestions.
[[nodiscard]] const std::vector<std::string>& builtin_type_names();

}  // namespace limbeck::grammar

#pragma once
// The options that a free sequence, a serial's and an identity column's share (pg_sequence), with PostgreSQL's defaults
// filled in, so that two of them compare by value.

#include "grammar/definition.hpp"
#include "model/field.hpp"

#include <cstdint>
#include <string>

namespace limbeck {

class LoadScope;
class Row;

struct SequenceOptions {
  std::string type = "bigint";  // smallint, integer, bigint
  std::int64_t start = 1;
  std::int64_t increment = 1;
  std::int64_t minimum = 1;
  std::int64_t maximum = INT64_MAX;
  std::int64_t cache = 1;
  bool cycle = false;
  bool operator==(const SequenceOptions&) const = default;

  // The options that CREATE SEQUENCE fills in for a type and an increment.
  [[nodiscard]] static SequenceOptions defaults(const std::string& type, std::int64_t increment = 1);
  // What ALTER SEQUENCE AS makes of these: bounds that were the old type's become the new one's.
  [[nodiscard]] SequenceOptions retyped(const std::string& to) const;
  // As SQL, those that differ from the defaults: "START WITH 10 INCREMENT BY 5"; empty if none does.
  [[nodiscard]] std::string clause() const;
  // The options that lead from this to `now`, each with `prefix` ("SET " in an identity's ALTER COLUMN).
  [[nodiscard]] std::string alteration(const SequenceOptions& now, const std::string& prefix) const;
};

// Errors (a number out of range, a type that no sequence has) are reported at `text`.
[[nodiscard]] SequenceOptions options_from(const grammar::SequenceOptions& written, const std::string& default_type,
                                           const Text& text, LoadScope& scope);
// Seven values: type, start, increment, minimum, maximum, cache, cycle.
[[nodiscard]] SequenceOptions options_from(Row& row);
inline constexpr const char* sequence_option_columns =
    "pg_catalog.format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle";

}  // namespace limbeck

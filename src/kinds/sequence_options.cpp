#include "kinds/sequence_options.hpp"

#include "kinds/scope.hpp"

#include <fmt/core.h>

#include <charconv>
#include <utility>

namespace limbeck {
namespace {

std::pair<std::int64_t, std::int64_t> bounds(const std::string& type) {
  if (type == "smallint") return {INT16_MIN, INT16_MAX};
  if (type == "integer") return {INT32_MIN, INT32_MAX};
  return {INT64_MIN, INT64_MAX};
}

std::int64_t number(const std::string& digits, const Text& text, LoadScope& scope) {
  std::int64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, failure] = std::from_chars(digits.data(), end, value);
  if (failure != std::errc{} || stop != end) scope.error(text, 0, fmt::format("{} is not a 64-bit integer", digits));
  return value;
}

std::int64_t number(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

SequenceOptions SequenceOptions::defaults(const std::string& type, std::int64_t increment) {
  SequenceOptions out;
  out.type = type;
  out.increment = increment;
  const auto [lowest, highest] = bounds(type);
  out.minimum = increment > 0 ? 1 : lowest;
  out.maximum = increment > 0 ? highest : -1;
  out.start = increment > 0 ? out.minimum : out.maximum;
  return out;
}

SequenceOptions SequenceOptions::retyped(const std::string& to) const {
  SequenceOptions out = *this;
  const auto [lowest, highest] = bounds(type);
  const auto [new_lowest, new_highest] = bounds(to);
  out.type = to;
  if (minimum == lowest) out.minimum = new_lowest;
  if (maximum == highest) out.maximum = new_highest;
  return out;
}

std::string SequenceOptions::clause() const {
  const SequenceOptions usual = defaults(type, increment);
  std::string out;
  const auto add = [&](std::string text) { out += (out.empty() ? "" : " ") + std::move(text); };
  // START's default follows the bounds.
  const std::int64_t usual_start = increment > 0 ? minimum : maximum;
  if (increment != 1) add(fmt::format("INCREMENT BY {}", increment));
  if (minimum != usual.minimum) add(fmt::format("MINVALUE {}", minimum));
  if (maximum != usual.maximum) add(fmt::format("MAXVALUE {}", maximum));
  if (start != usual_start) add(fmt::format("START WITH {}", start));
  if (cache != 1) add(fmt::format("CACHE {}", cache));
  if (cycle) add("CYCLE");
  return out;
}

std::string SequenceOptions::alteration(const SequenceOptions& now, const std::string& prefix) const {
  std::string out;
  const auto add = [&](std::string text) { out += (out.empty() ? "" : " ") + prefix + std::move(text); };
  if (increment != now.increment) add(fmt::format("INCREMENT BY {}", now.increment));
  if (minimum != now.minimum) add(fmt::format("MINVALUE {}", now.minimum));
  if (maximum != now.maximum) add(fmt::format("MAXVALUE {}", now.maximum));
  if (start != now.start) add(fmt::format("START WITH {}", now.start));
  if (cache != now.cache) add(fmt::format("CACHE {}", now.cache));
  if (cycle != now.cycle) add(now.cycle ? "CYCLE" : "NO CYCLE");
  // A current value outside of the new bounds is an error in ALTER SEQUENCE: the sequence begins anew then.
  if (now.minimum > start || now.maximum < start) {
    out += fmt::format(" RESTART WITH {}", now.start);
  }
  return out;
}

SequenceOptions options_from(const grammar::SequenceOptions& written, const std::string& default_type, const Text& text,
                             LoadScope& scope) {
  std::string type = default_type;
  if (written.type) {
    type = grammar::builtin_type(*written.type).value_or("");
    if (type != "smallint" && type != "integer" && type != "bigint") {
      scope.error(text, written.type->offset, "a sequence is smallint, integer or bigint");
      type = default_type;
    }
  }
  const std::int64_t increment = written.increment ? number(*written.increment, text, scope) : 1;
  if (increment == 0) scope.error(text, 0, "a sequence cannot have an increment of 0");
  SequenceOptions out = SequenceOptions::defaults(type, increment);
  if (written.minimum) out.minimum = number(*written.minimum, text, scope);
  if (written.maximum) out.maximum = number(*written.maximum, text, scope);
  out.start = increment > 0 ? out.minimum : out.maximum;
  if (written.start) out.start = number(*written.start, text, scope);
  if (written.cache) out.cache = number(*written.cache, text, scope);
  out.cycle = written.cycle.value_or(false);
  return out;
}

SequenceOptions options_from(Row& row) {
  SequenceOptions out;
  out.type = row.string();
  out.start = number(row.text());
  out.increment = number(row.text());
  out.minimum = number(row.text());
  out.maximum = number(row.text());
  out.cache = number(row.text());
  out.cycle = row.flag();
  return out;
}

}  // namespace limbeck

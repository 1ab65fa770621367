#include "kinds/conversion.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace limbeck {
namespace {

// "character varying(255)[]" -> "255"; empty where there is no modifier.
std::string_view modifiers(const Type& type) {
  if (!type.user.name.empty()) return {};
  const std::string& text = type.text;
  const std::size_t open = text.find('(');
  if (open == std::string::npos) return {};
  return std::string_view(text).substr(open + 1, text.find(')', open) - open - 1);
}

// Types of one family cast to each other on assignment (pg_cast, castcontext a and i), but for those of `other`.
enum class Family { other, number, string, moment, time, bits, address, hardware, json, boolean, uuid, money };

Family family_of(const Type& type) {
  if (!type.user.name.empty()) return Family::other;
  static constexpr std::array<std::pair<std::string_view, Family>, 27> families{{
      {"smallint", Family::number},
      {"integer", Family::number},
      {"bigint", Family::number},
      {"numeric", Family::number},
      {"real", Family::number},
      {"double precision", Family::number},
      {"text", Family::string},
      {"character varying", Family::string},
      {"character", Family::string},
      {"bpchar", Family::string},
      {"name", Family::string},
      {"date", Family::moment},
      {"timestamp without time zone", Family::moment},
      {"timestamp with time zone", Family::moment},
      {"time without time zone", Family::time},
      {"time with time zone", Family::time},
      {"bit", Family::bits},
      {"bit varying", Family::bits},
      {"inet", Family::address},
      {"cidr", Family::address},
      {"macaddr", Family::hardware},
      {"macaddr8", Family::hardware},
      {"json", Family::json},
      {"jsonb", Family::json},
      {"boolean", Family::boolean},
      {"uuid", Family::uuid},
      {"money", Family::money},
  }};
  const std::string base = type.base();
  if (base.starts_with("interval")) return Family::time;  // with fields
  const auto* const found =
      std::find_if(families.begin(), families.end(), [&](const auto& each) { return each.first == base; });
  return found == families.end() ? Family::other : found->second;
}

int number_width(const std::string& base) {
  static constexpr std::array<std::string_view, 3> widths{"smallint", "integer", "bigint"};
  const auto* const found = std::find(widths.begin(), widths.end(), base);
  return found == widths.end() ? -1 : static_cast<int>(found - widths.begin());
}

std::vector<int> modifier_numbers(const Type& type) {
  std::vector<int> numbers;
  std::string_view text = modifiers(type);
  while (!text.empty()) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    numbers.push_back(number);
    const std::size_t comma = text.find(',');
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return numbers;
}

bool is_geometric_cast(const std::string& from, const std::string& to) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> casts{{
      {"point", "box"},
      {"lseg", "point"},
      {"path", "polygon"},
      {"box", "point"},
      {"box", "lseg"},
      {"box", "polygon"},
      {"box", "circle"},
      {"polygon", "point"},
      {"polygon", "path"},
      {"polygon", "box"},
      {"polygon", "circle"},
      {"circle", "point"},
      {"circle", "box"},
      {"circle", "polygon"},
  }};
  return std::find(casts.begin(), casts.end(), std::pair<std::string_view, std::string_view>{from, to}) != casts.end();
}

// Of an object in the catalog. Its text is a name that need not be found.
bool is_object_id(const std::string& base) {
  return base == "oid" || base == "regclass" || base == "regtype" || base == "regproc" || base == "regprocedure" ||
         base == "regrole" || base == "regnamespace" || base == "regconfig" || base == "regdictionary";
}

bool is_multirange_of(const std::string& multirange, const std::string& range) {
  return range.ends_with("range") && multirange == range.substr(0, range.size() - 5) + "multirange";
}

// The explicit casts that lead from the one to the other, by way of a third type where there is no direct one:
// "::integer::" for boolean to bigint.
std::optional<std::string> bridge(const Type& was, const Type& now) {
  const Family from = family_of(was);
  const Family to = family_of(now);
  const std::string base_from = was.base();
  const std::string base_to = now.base();
  const std::string brackets = now.is_array() ? "[]" : "";
  const auto by = [&](std::string_view middle) {
    if (middle == base_from || middle == base_to) return std::string("::");
    return fmt::format("::{}{}::", middle, brackets);
  };
  if ((from == Family::boolean && to == Family::number) || (from == Family::number && to == Family::boolean))
    return by("integer");
  if ((from == Family::money && to == Family::number) || (from == Family::number && to == Family::money))
    return by("numeric");
  if (from == Family::number && base_to == "bit") return base_from == "bigint" ? "::" : by("integer");
  if (base_from == "bit" && to == Family::number) return base_to == "bigint" ? "::" : by("integer");
  if (from == Family::number && is_object_id(base_to)) return number_width(base_from) < 0 ? by("bigint") : "::";
  if (is_object_id(base_from) && to == Family::number) return number_width(base_to) < 0 ? by("bigint") : "::";
  if (is_object_id(base_from) && base_to == "oid") return "::";
  const bool from_time = from == Family::time || (from == Family::moment && base_from != "date");
  if (from_time && to == Family::time) return by("time without time zone");
  if (is_geometric_cast(base_from, base_to) || is_multirange_of(base_to, base_from)) return "::";
  return std::nullopt;
}

bool is_assignable(const Type& was, const Type& now) {
  const Family family = family_of(was);
  if (family != family_of(now) || family == Family::other) return false;
  const auto has_zone = [](const Type& type) { return type.base() == "time with time zone"; };
  const auto is_interval = [](const Type& type) { return type.base().starts_with("interval"); };
  return family != Family::time || !((has_zone(was) && is_interval(now)) || (is_interval(was) && has_zone(now)));
}

// Neither is an array, or both are.
std::string conversion_of_shape(const std::string& column, const Type& was, const Type& now) {
  const Family from = family_of(was);
  const Family to = family_of(now);
  if (was.base() == now.base() || is_assignable(was, now)) return "";
  if (to == Family::string) return now.is_array() ? fmt::format("{}::text[]", column) : "";
  if (from == Family::string) {
    return now.is_array() ? fmt::format("{}::text[]::{}", column, now.text) : fmt::format("{}::{}", column, now.text);
  }
  if (const auto casts = bridge(was, now)) return column + *casts + now.text;
  if (now.is_array()) return fmt::format("{}::text[]::{}", column, now.text);
  if (to == Family::json) return fmt::format("to_{}({})", now.base(), column);
  if (from == Family::json) return fmt::format("({} #>> '{{}}')::{}", column, now.text);
  if (is_multirange_of(was.base(), now.base())) return fmt::format("range_merge({})", column);
  return fmt::format("{}::text::{}", column, now.text);
}

}  // namespace

std::string conversion(const std::string& column, const Type& was, const Type& now) {
  if (was.is_array() == now.is_array()) return conversion_of_shape(column, was, now);
  const Family from = family_of(was);
  const Family to = family_of(now);
  // Every type is assigned to a string type through its text; an explicit cast would cut what does not fit.
  if (!now.is_array() && to == Family::string) return "";
  if (to == Family::json) return fmt::format("to_{}({})", now.base(), column);
  if (from == Family::string || from == Family::json) return fmt::format("{}::text::{}", column, now.text);
  // A value becomes an array of one, and back.
  const std::string one = now.is_array() ? column : column + "[1]";
  std::string value =
      conversion_of_shape(one, was.is_array() ? was.element() : was, now.is_array() ? now.element() : now);
  if (value.empty()) value = one;
  if (!now.is_array()) return value;
  return fmt::format("CASE WHEN {} IS NOT NULL THEN ARRAY[{}]::{} END", column, value, now.text);
}

bool is_convertible(const Type& was, const Type& now) {
  const Family from = family_of(was.is_array() ? was.element() : was);
  const Family to = family_of(now.is_array() ? now.element() : now);
  const auto speaks_for_itself = [](Family family) {
    return family == Family::number || family == Family::moment || family == Family::time ||
           family == Family::address || family == Family::hardware || family == Family::boolean ||
           family == Family::uuid;
  };
  if (from == to || !speaks_for_itself(from) || !speaks_for_itself(to)) return true;
  if (bridge(was, now)) return true;
  return from == Family::number && now.base().starts_with("interval");  // 90 reads as one of seconds
}

std::vector<sql::Hazard> conversion_hazards(const std::string& what, const Type& was, const Type& now) {
  std::vector<sql::Hazard> out;
  if (loses(was, now)) {
    out.push_back(
        {sql::hazard::data_loss, fmt::format("values of {} may be rounded, cut or shifted to fit {}", what, now.text)});
  }
  if (!widens(was, now)) {
    out.push_back({sql::hazard::may_fail, fmt::format("fails if a value of {} does not fit into {}", what, now.text)});
  }
  return out;
}

bool loses(const Type& was, const Type& now) {
  if (was == now || widens(was, now)) return false;
  const Family from = family_of(was);
  const Family to = family_of(now);
  if (was.is_array() && !now.is_array()) return to != Family::string && to != Family::json;
  if (from == Family::string) return to != Family::string && !modifiers(now).empty();
  if (from == Family::moment) return to == Family::time || (to == Family::moment && was.base() != "date");
  if (from == Family::time) return to == Family::time && was.base() != "time without time zone";
  if (is_multirange_of(was.base(), now.base()) || is_geometric_cast(was.base(), now.base())) return true;
  if (from == Family::number && to == Family::boolean) return true;
  return from == Family::number && (to == from || to == Family::bits || to == Family::money) &&
         (to != from || number_width(was.base()) < 0);
}

bool widens(const Type& was, const Type& now) {
  if (was == now) return true;
  if (was.is_array() != now.is_array() || !now.user.name.empty()) return false;
  const std::string to = now.base();
  // Every value has a text.
  if (!now.is_array() && (to == "text" || (to == "character varying" && modifiers(now).empty()))) return true;
  if (!was.user.name.empty()) return false;
  const std::string from = was.base();
  const bool from_string = family_of(was) == Family::string && from != "name";
  if (from_string && (to == "text" || (to == "character varying" && modifiers(now).empty()))) return true;
  const int from_width = number_width(from);
  if (from_width >= 0) {
    if (number_width(to) >= 0) return from_width <= number_width(to);
    return to == "numeric" && modifiers(now).empty();
  }
  if (from != to) return false;
  const std::vector<int> before = modifier_numbers(was);
  const std::vector<int> after = modifier_numbers(now);
  if (after.empty()) return true;
  if (before.empty()) return false;
  if (to == "numeric") {
    const int scale_before = before.size() > 1 ? before[1] : 0;
    const int scale_after = after.size() > 1 ? after[1] : 0;
    return scale_after >= scale_before && after[0] - scale_after >= before[0] - scale_before;
  }
  return to != "bit" && to != "interval" && after[0] >= before[0];
}

}  // namespace limbeck

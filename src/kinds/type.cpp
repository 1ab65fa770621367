#include "kinds/type.hpp"

#include "grammar/type.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace limbeck {
namespace {

// "character varying(255)[]" -> "255"; empty where there is no modifier.
std::string_view modifiers(const Type& type) {
  if (!type.user.name.empty()) return {};
  const std::size_t open = type.text.find('(');
  if (open == std::string::npos) return {};
  return std::string_view(type.text).substr(open + 1, type.text.find(')', open) - open - 1);
}

// Types that cast to each other on assignment (pg_cast, castcontext a and i).
enum class Family { none, number, string, moment, interval, bits, address, json, boolean };

Family family_of(const Type& type) {
  if (!type.user.name.empty()) return Family::none;
  static constexpr std::array<std::pair<std::string_view, Family>, 26> families{{
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
      {"interval", Family::interval},
      {"bit", Family::bits},
      {"bit varying", Family::bits},
      {"inet", Family::address},
      {"cidr", Family::address},
      {"json", Family::json},
      {"jsonb", Family::json},
      {"boolean", Family::boolean},
  }};
  const std::string base = type.base();
  const auto* const found =
      std::find_if(families.begin(), families.end(), [&](const auto& each) { return each.first == base; });
  return found == families.end() ? Family::none : found->second;
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

}  // namespace

std::string Type::base() const {
  if (!user.name.empty()) return sql::name(user);
  std::string out = is_array() ? text.substr(0, text.size() - 2) : text;
  const std::size_t open = out.find('(');
  if (open != std::string::npos) out.erase(open, out.find(')', open) + 1 - open);
  return out;
}

std::string Type::written(const Namer& namer) const {
  if (!user.name.empty()) {
    const std::string qualified = sql::name(user);
    // A type named like a built-in one, or like one of its aliases, needs its schema.
    grammar::TypeName alone;
    alone.name = {user.name};
    if (grammar::builtin_type(alone) || !text.starts_with(qualified)) return text;
    if (namer.declares && !namer.declares(*reference())) return text;  // an extension's
    return namer(user) + text.substr(qualified.size());
  }
  static constexpr std::array<std::array<std::string_view, 3>, 6> shorter{{
      {"character varying", "varchar", ""},
      {"character", "char", ""},
      {"timestamp", "timestamp", " without time zone"},
      {"timestamp", "timestamptz", " with time zone"},
      {"time", "time", " without time zone"},
      {"time", "timetz", " with time zone"},
  }};
  const std::string_view brackets = is_array() ? "[]" : "";
  const std::string_view element = std::string_view(text).substr(0, text.size() - brackets.size());
  for (const auto& [head, name, tail] : shorter) {
    if (!element.starts_with(head) || !element.ends_with(tail) || element.size() < head.size() + tail.size()) continue;
    const std::string_view middle = element.substr(head.size(), element.size() - head.size() - tail.size());
    if (!middle.empty() && (middle.front() != '(' || middle.back() != ')')) continue;
    if (head == "character" && middle == "(1)") return fmt::format("{}{}", name, brackets);
    if (head == "character" && middle.empty()) continue;
    return fmt::format("{}{}{}", name, middle, brackets);
  }
  return text;
}

std::optional<Slot> Type::reference() const {
  if (user.name.empty()) return std::nullopt;
  return Slot{space::type, user.schema, "", user.name};
}

void Type::rename(const Renaming& renaming) {
  if (user.name.empty()) return;
  const std::string before = sql::name(user);
  if (renaming.from == Slot{space::schema, "", "", user.schema}) {
    user.schema = renaming.to;
  } else if (reference() == renaming.from) {
    user.name = renaming.to;
  } else {
    return;
  }
  text = sql::name(user) + text.substr(before.size());
}

std::string conversion(const std::string& column, const Type& was, const Type& now) {
  const Family from = family_of(was);
  const Family to = family_of(now);
  const std::string brackets = now.is_array() ? "[]" : "";
  if (was.is_array() == now.is_array()) {
    if (was.base() == now.base()) return "";
    if (from == to && from != Family::none) return "";
    // Every type is assigned to a string type through its text; an explicit cast would cut what does not fit.
    if (to == Family::string) return now.is_array() ? fmt::format("{}::text[]", column) : "";
    if (from == Family::string) {
      return now.is_array() ? fmt::format("{}::text[]::{}", column, now.text) : fmt::format("{}::{}", column, now.text);
    }
    // Between booleans and numbers there is a cast for integer only, and text knows no way.
    if (from == Family::boolean && to == Family::number)
      return fmt::format("{}::integer{}::{}", column, brackets, now.text);
    if (from == Family::number && to == Family::boolean)
      return fmt::format("{}::integer{}::{}", column, brackets, now.text);
    if (now.is_array()) return fmt::format("{}::text[]::{}", column, now.text);
  }
  return fmt::format("{}::text::{}", column, now.text);
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
  const Family family = family_of(was);
  if (family != family_of(now)) return false;
  if (family == Family::moment) return was.base() != "date";
  return family == Family::number && number_width(was.base()) < 0;
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

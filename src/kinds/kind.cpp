#include "kinds/kind.hpp"

#include "kinds/type.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {

TypeSwap swap_away(const QName& name, std::string_view word) {
  TypeSwap swap;
  swap.type = name;
  swap.old_name = sql::object_name(name.name, "", "_old");
  swap.begin.add(fmt::format("ALTER {} {} RENAME TO {}", word, sql::name(name), sql::name(swap.old_name)));
  swap.end.add(fmt::format("DROP {} {}", word, sql::name(QName{name.schema, swap.old_name})));
  return swap;
}

bool uses(const Type& type, const TypeSwap& swap) {
  return type.reference() == Slot{space::type, swap.type.schema, "", swap.type.name};
}

std::string Namer::operator()(const QName& name) const {
  return !home.empty() && name.schema == home ? sql::name(name.name) : sql::name(name);
}

std::string Namer::word(std::string_view capitals) const {
  std::string out(capitals);
  if (home.empty()) return out;
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace limbeck

#include "kinds/kind.hpp"

#include "sql/quote.hpp"

namespace limbeck {

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

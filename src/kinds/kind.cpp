#include "kinds/kind.hpp"

#include "sql/quote.hpp"

namespace limbeck {

std::string Namer::operator()(const QName& name) const {
  return !home.empty() && name.schema == home ? sql::name(name.name) : sql::name(name);
}

}  // namespace limbeck

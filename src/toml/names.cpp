#include "toml/names.hpp"

#include <algorithm>
#include <set>

namespace limbeck {

bool DeclaredNames::has_any(std::string_view space) const {
  return std::any_of(slots_.begin(), slots_.end(), [&](const Slot& slot) { return slot.space == space; });
}

std::vector<std::string> DeclaredNames::in(std::string_view space) const {
  std::set<std::string> out;
  for (const Slot& slot : slots_) {
    if (slot.space == space) out.insert(slot.name);
  }
  return {out.begin(), out.end()};
}

std::vector<std::string> DeclaredNames::in(std::string_view space, const std::string& schema,
                                           const std::string& scope) const {
  std::set<std::string> out;
  for (const Slot& slot : slots_) {
    if (slot.space == space && slot.schema == schema && slot.scope == scope) out.insert(slot.name);
  }
  return {out.begin(), out.end()};
}

}  // namespace limbeck

#include "toml/names.hpp"

namespace limbeck {

std::vector<std::string> DeclaredNames::in(std::string_view space) const {
  std::set<std::string> out;
  for (auto slot = slots_.lower_bound({space, "", "", ""}); slot != slots_.end() && slot->space == space; ++slot) {
    out.insert(slot->name);
  }
  return {out.begin(), out.end()};
}

std::vector<std::string> DeclaredNames::in(std::string_view space, const std::string& schema,
                                           const std::string& scope) const {
  std::vector<std::string> out;
  for (auto slot = slots_.lower_bound({space, schema, scope, ""}); slot != slots_.end(); ++slot) {
    if (slot->space != space || slot->schema != schema || slot->scope != scope) break;
    out.push_back(slot->name);
  }
  return out;
}

}  // namespace limbeck

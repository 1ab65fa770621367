#pragma once
// The names that the models declare, whether or not the entry behind a name has errors.

#include "model/name.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace limbeck {

class DeclaredNames {
 public:
  void add(Slot slot) { slots_.insert(std::move(slot)); }
  [[nodiscard]] bool has_any(std::string_view space) const;
  [[nodiscard]] bool contains(const Slot& slot) const { return slots_.contains(slot); }
  // For suggestions: sorted, without duplicates.
  [[nodiscard]] std::vector<std::string> in(std::string_view space) const;
  // The columns of a table, the relations of a schema (scope empty).
  [[nodiscard]] std::vector<std::string> in(std::string_view space, const std::string& schema,
                                            const std::string& scope) const;

 private:
  std::unordered_set<Slot, HashOfSlot> slots_;
};

}  // namespace limbeck

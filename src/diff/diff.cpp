#include "diff/step.hpp"

namespace limbeck::diff {

std::vector<Operation> diff(const Schema& from, const Schema& to) {
  std::vector<Operation> operations;
  for (const auto& [id, entry] : from.objects()) {
    const Entry* now = to.find(id);
    if (now == nullptr || now->object != entry.object) operations.push_back({&entry, now});
  }
  for (const auto& [id, entry] : to.objects()) {
    if (from.find(id) == nullptr) operations.push_back({nullptr, &entry});
  }
  return operations;
}

}  // namespace limbeck::diff

#include "diff/step.hpp"

#include <algorithm>

namespace limbeck::diff {

bool Step::commits() const {
  const auto& statements = script.statements();
  return std::any_of(statements.begin(), statements.end(),
                     [](const sql::Statement& each) { return each.commit_after; });
}

std::optional<ObjectId> container_of(const Entry& entry) {
  return std::visit([](const auto& each) { return each.container(); }, entry.object);
}

bool stands_in(const Entry& entry, const ObjectId& outer, const Schema& schema) {
  const auto container = container_of(entry);
  if (!container || *container == outer) return container.has_value();
  const Entry* between = schema.find(*container);
  return between != nullptr && stands_in(*between, outer, schema);
}

bool is_part(const Object& object) {
  const std::vector<Slot> slots = slots_of(object);
  return std::any_of(slots.begin(), slots.end(), [](const Slot& slot) { return slot.space == space::part; });
}

std::vector<Operation> diff(const Schema& from, const Schema& to) {
  std::vector<Operation> operations;
  std::vector<Operation> creates;
  auto next = to.objects().begin();
  const auto end = to.objects().end();
  for (const auto& [id, entry] : from.objects()) {
    for (; next != end && next->first < id; ++next) creates.push_back({nullptr, &next->second});
    const bool stays = next != end && next->first == id;
    const Entry* now = stays ? &next->second : nullptr;
    if (!stays || now->object != entry.object) operations.push_back({&entry, now});
    if (stays) ++next;
  }
  for (; next != end; ++next) creates.push_back({nullptr, &next->second});
  operations.insert(operations.end(), creates.begin(), creates.end());
  return operations;
}

}  // namespace limbeck::diff

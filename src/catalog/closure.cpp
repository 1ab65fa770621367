#include "catalog/closure.hpp"

#include <algorithm>
#include <map>

namespace limbeck::catalog {
namespace {

// What makes its container what others see of it: columns, its own or those of a base, and the keys that queries and
// foreign keys lean on.
bool completes_container(const Object& object) {
  const bool dependent =
      std::visit([](const auto& each) { return std::decay_t<decltype(each)>::is_dependent; }, object);
  const bool last = std::visit([](const auto& each) { return std::decay_t<decltype(each)>::comes_last; }, object);
  if (!dependent || last) return true;
  const std::vector<Slot> slots = slots_of(object);
  return std::any_of(slots.begin(), slots.end(), [](const Slot& slot) { return slot.space == space::key; });
}

}  // namespace

Schema closure(const Schema& schema, const std::vector<ObjectId>& ids) {
  std::map<ObjectId, std::vector<ObjectId>> contents;
  std::vector<ObjectId> open = ids;
  for (const auto& [id, entry] : schema.objects()) {
    const auto container = std::visit([](const auto& each) { return each.container(); }, entry.object);
    if (container && completes_container(entry.object)) contents[*container].push_back(id);
    if (is_used_unnamed(entry.object)) open.push_back(id);
  }
  Schema part;
  while (!open.empty()) {
    const ObjectId id = std::move(open.back());
    open.pop_back();
    const Entry* entry = schema.find(id);
    if (entry == nullptr || !part.add(*entry)) continue;
    for (ObjectId& each : schema.references(id)) open.push_back(std::move(each));
    if (const auto found = contents.find(id); found != contents.end()) {
      open.insert(open.end(), found->second.begin(), found->second.end());
    }
  }
  return part;
}

}  // namespace limbeck::catalog

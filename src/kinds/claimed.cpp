#include "kinds/claimed.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace limbeck {

void claim_raw_objects(Schema& live, Schema& desired) {
  std::vector<ObjectId> ids;
  for (const auto& [id, entry] : of_kind(desired.objects(), Raw::kind_name)) ids.push_back(id);
  if (ids.empty()) return;
  for (const ObjectId& id : ids) {
    Entry& entry = *desired.find(id);
    Raw& raw = std::get<Raw>(entry.object);
    const auto found = std::find_if(live.unmodelled.begin(), live.unmodelled.end(), [&](const Unmodelled& each) {
      return normal_identity(each.identity) == raw.object;
    });
    const bool absent = raw.absent;
    if (found != live.unmodelled.end()) {
      for (const ObjectId& on : found->depends_on) raw.needs.slots.push_back({on.kind, on.schema, on.parent, on.name});
      Entry there = entry;
      there.hints = {};
      live.add(std::move(there));
      live.unmodelled.erase(found);
    }
    if (absent) desired.remove(id);
  }
  desired.reindex();
}

void add_raw_objects(Schema& live, const Schema& models) {
  Schema desired = models;
  claim_raw_objects(live, desired);
  live.for_each([](Entry& entry) {
    if (auto* raw = std::get_if<Raw>(&entry.object)) raw->absent = false;
  });
}

}  // namespace limbeck

#include "diff/plan.hpp"

namespace limbeck::diff {
namespace {

// Every name by which others know the object, but the key of its columns, is renamed with it.
void rename_object(Schema& live, const ObjectId& was, const std::string& to) {
  for (const Slot& slot : slots_of(live.find(was)->object)) {
    if (slot.name == was.name && slot.space != space::key) live.rename({slot, to});
  }
}

}  // namespace

std::vector<Renamed> follow_renames(Schema& live, const Schema& desired) {
  // Containers first: the ids of what stands in them hold their names.
  std::vector<const Entry*> wanted;
  for (const std::string_view kind : Kinds::names) {
    for (const auto& [id, entry] : desired.objects()) {
      const bool asks = !entry.hints.renamed_from.empty() || !entry.hints.value_renames.empty();
      if (asks && id.kind == kind) wanted.push_back(&entry);
    }
  }
  std::vector<Renamed> done;
  for (const Entry* entry : wanted) {
    const ObjectId now = id_of(entry->object);
    ObjectId was = now;
    if (!entry->hints.renamed_from.empty()) was.name = entry->hints.renamed_from;
    // A hint whose old name is gone, or whose new name is there already, has done its work.
    if (live.find(now) != nullptr) was = now;
    if (live.find(was) == nullptr || (was != now && desired.find(was) != nullptr)) continue;
    const Object before = live.find(was)->object;
    if (was != now) rename_object(live, was, now.name);
    for (const auto& [old_value, new_value] : entry->hints.value_renames) {
      live.rename({{"label", now.schema, now.name, old_value}, new_value});
    }
    const Entry* after = live.find(now);
    if (after != nullptr && after->object != before) done.push_back({was, now, before, after->object});
  }
  return done;
}

}  // namespace limbeck::diff

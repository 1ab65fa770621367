#include "diff/plan.hpp"
#include "model/error.hpp"

#include <fmt/core.h>

namespace limbeck::diff {
namespace {

// Every name by which others know the object, but the key of its columns, is renamed with it.
std::vector<Renaming> names_of(const Object& object, const std::string& to) {
  const std::string name = id_of(object).name;
  std::vector<Renaming> names;
  for (const Slot& slot : slots_of(object)) {
    if (slot.name == name && slot.space != space::key) names.push_back({slot, to});
  }
  return names;
}

Renaming inverse(const Renaming& renaming) {
  Slot from = renaming.from;
  from.name = renaming.to;
  return {from, renaming.from.name};
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
    if (was != now && live.find(now) != nullptr && live.find(was) != nullptr && desired.find(was) == nullptr) {
      throw Error(fmt::format("{} '{}' is renamed from '{}', but the database has both", now.kind, display_name(now),
                              display_name(was)))
          .with_hint("take `renamed_from` out of the model; the old one is dropped then, or declare it, too");
    }
    // A hint whose old name is gone, or whose new name is there already, has done its work.
    if (live.find(now) != nullptr) was = now;
    if (live.find(was) == nullptr) continue;
    if (was != now && desired.find(was) != nullptr) {
      throw Error(fmt::format("{} '{}' is renamed from '{}', but the models have an object of that name, too", now.kind,
                              display_name(now), display_name(was)))
          .with_hint("take two revisions: rename first, then add the new object under the old name");
    }
    const Object before = live.find(was)->object;
    std::vector<Renaming> names;
    if (was != now) names = names_of(before, now.name);
    for (const auto& [old_value, new_value] : entry->hints.value_renames) {
      names.push_back({{"label", now.schema, now.name, old_value}, new_value});
    }
    for (const Renaming& name : names) live.rename(name);
    const Entry* after = live.find(now);
    if (after == nullptr) throw Error(fmt::format("{} '{}' can not be renamed yet", now.kind, display_name(was)));
    if (after->object != before) done.push_back({was, now, before, after->object, names});
  }
  return done;
}

std::vector<Renamed> align(Schema& live, Schema& desired,
                           const std::function<void(Schema& desired, const Schema& live)>& settle) {
  Schema renamed_live = live;
  std::vector<Renamed> renamed = follow_renames(renamed_live, desired);
  for (auto each = renamed.rbegin(); each != renamed.rend(); ++each) {
    for (auto name = each->names.rbegin(); name != each->names.rend(); ++name) desired.rename(inverse(*name));
  }
  adopt_names(desired, live);
  settle(desired, live);
  for (const Renamed& each : renamed) {
    for (const Renaming& name : each.names) desired.rename(name);
  }
  live = std::move(renamed_live);
  return renamed;
}

}  // namespace limbeck::diff

#include "diff/plan.hpp"
#include "kinds/attached_indexes.hpp"
#include "kinds/claimed.hpp"
#include "kinds/expression.hpp"
#include "kinds/given.hpp"
#include "kinds/inherited.hpp"
#include "model/error.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <list>
#include <map>
#include <set>
#include <utility>

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

Slot target_of(const Renaming& renaming) {
  Slot target = renaming.from;
  target.name = renaming.to;
  return target;
}

std::vector<Renaming> inverse(const std::vector<Renaming>& renamings) {
  std::vector<Renaming> out;
  for (const Renaming& each : renamings) out.push_back({target_of(each), each.from.name});
  return out;
}

// Pairs of positions in the list: those of one kind.
std::vector<std::pair<std::size_t, std::size_t>> batches(const Renames& renames) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (std::size_t i = 0; i < renames.size(); ++i) {
    if (out.empty() || renames[i].now.kind != renames[out.back().first].now.kind) out.emplace_back(i, i);
    out.back().second = i + 1;
  }
  return out;
}

std::vector<Renaming> all(const Renames& renames, std::pair<std::size_t, std::size_t> batch,
                          std::vector<Renaming> Renamed::*which) {
  std::vector<Renaming> out;
  for (std::size_t i = batch.first; i < batch.second; ++i) {
    out.insert(out.end(), (renames[i].*which).begin(), (renames[i].*which).end());
  }
  return out;
}

// A new object of the model can have the name that a renamed one had. Such names are left aside while the model is
// looked at under the names that the database has.
std::vector<Renaming> set_aside(const std::vector<Renaming>& names, const Schema& desired) {
  std::set<Slot> targets;
  for (const Renaming& each : names) targets.insert(target_of(each));
  std::vector<Renaming> out;
  for (const Renaming& each : names) {
    if (targets.contains(each.from) || desired.resolve(each.from).empty()) continue;
    out.push_back({each.from, fmt::format("\x02{}", out.size())});
  }
  return out;
}

// Which of the hints for one kind are still to be followed.
class Pending {
 public:
  Pending(std::string_view kind, const Schema& live, const Schema& desired) : live_(live), desired_(desired) {
    for (const auto& [id, entry] : of_kind(desired.objects(), kind)) {
      if (entry.hints.renamed_from.empty() || entry.hints.renamed_from == id.name) continue;
      ObjectId was = id;
      was.name = entry.hints.renamed_from;
      to_.emplace(was, id);
      from_.emplace(id, std::move(was));
    }
  }

  // The name that the object has now, if it is to be renamed.
  [[nodiscard]] const ObjectId* old_name(const ObjectId& id) {
    const auto found = from_.find(id);
    return found != from_.end() && is_open(found->first, found->second) ? &found->second : nullptr;
  }

 private:
  // A hint whose old name is gone, or whose new name is there already and stays, has done its work.
  bool is_open(const ObjectId& now, const ObjectId& was) {
    if (live_.find(was) == nullptr) return false;
    if (live_.find(now) == nullptr) return true;
    if (!asked_.insert(now).second) {
      throw Error(fmt::format("{} '{}' and '{}' are renamed in a circle: nobody could tell whether that was done yet",
                              now.kind, display_name(was), display_name(now)))
          .with_hint("take two revisions: rename one of them to a name that is free, then the others");
    }
    const auto next = to_.find(now);
    const bool makes_room = next != to_.end() && is_open(next->second, now);
    asked_.erase(now);
    if (!makes_room && desired_.find(was) == nullptr) {
      throw Error(fmt::format("{} '{}' is renamed from '{}', but the database has both", now.kind, display_name(now),
                              display_name(was)))
          .with_hint("take `renamed_from` out of the model; the old one is dropped then, or declare it, too");
    }
    return makes_room;
  }

  const Schema& live_;
  const Schema& desired_;
  std::map<ObjectId, ObjectId> to_;    // by old name
  std::map<ObjectId, ObjectId> from_;  // by new name
  std::set<ObjectId> asked_;
};

Renames renamed_of(std::string_view kind, const Schema& live, const Schema& desired) {
  Pending pending(kind, live, desired);
  Renames out;
  for (const auto& [id, entry] : of_kind(desired.objects(), kind)) {
    if (entry.hints.renamed_from.empty() && entry.hints.value_renames.empty()) continue;
    const ObjectId* old_name = pending.old_name(id);
    const ObjectId& was = old_name == nullptr ? id : *old_name;
    const Entry* before = live.find(was);
    if (before == nullptr) continue;
    Renamed renamed{was, id, before->object, before->object, {}, {}};
    if (old_name != nullptr) renamed.names = names_of(before->object, id.name);
    const std::vector<std::string> labels =
        std::visit([](const auto& each) -> std::vector<std::string> { return each.labels(); }, before->object);
    for (const auto& [old_value, new_value] : entry.hints.value_renames) {
      // Where the new name is there and stays, the hint is of a rename that was done: the old name may be new again.
      const bool done = std::find(labels.begin(), labels.end(), new_value) != labels.end() &&
                        std::none_of(entry.hints.value_renames.begin(), entry.hints.value_renames.end(),
                                     [&to = new_value](const auto& other) { return other.first == to; });
      if (!done) renamed.labels.push_back({label_slot({id.schema, id.name}, old_value), new_value});
    }
    out.push_back(std::move(renamed));
  }
  return out;
}

void append_rename(const Object& before, const Object& after, sql::Script& script) {
  std::visit(
      [&](const auto& was) {
        using K = std::decay_t<decltype(was)>;
        was.rename_to(std::get<K>(after), script);
      },
      before);
}

bool stands_in_the_way(const Object& wanting, const Object& holding) {
  const std::vector<Slot> wanted = slots_of(wanting);
  const std::vector<Slot> held = slots_of(holding);
  return std::any_of(wanted.begin(), wanted.end(), [&](const Slot& slot) {
    return space::is_unique(slot.space) && std::find(held.begin(), held.end(), slot) != held.end();
  });
}

struct Waiting {
  const Object& before;
  const Object& after;
  const ObjectId& id;  // under which the change is known
};

// Each rename when its new name is free. They never go round in a circle.
void append_batch(std::list<Waiting> waiting, AttributedScript& script) {
  while (!waiting.empty()) {
    const auto free = std::find_if(waiting.begin(), waiting.end(), [&](const Waiting& each) {
      return std::none_of(waiting.begin(), waiting.end(), [&](const Waiting& other) {
        return &other != &each && stands_in_the_way(each.after, other.before);
      });
    });
    const auto next = free == waiting.end() ? waiting.begin() : free;
    sql::Script rename;
    append_rename(next->before, next->after, rename);
    script.append(std::move(rename), {next->id});
    waiting.erase(next);
  }
}

}  // namespace

Renames follow_renames(Schema& live, const Schema& desired) {
  Renames done;
  // Containers first: the ids of what stands in them hold their names.
  for (const std::string_view kind : Kinds::names) {
    Renames renames = renamed_of(kind, live, desired);
    if (renames.empty()) continue;
    live.rename(all(renames, {0, renames.size()}, &Renamed::names));
    live.rename(all(renames, {0, renames.size()}, &Renamed::labels));
    for (Renamed& each : renames) {
      const Entry* after = live.find(each.now);
      if (after == nullptr)
        throw Error(fmt::format("{} '{}' can not be renamed yet", each.now.kind, display_name(each.was)));
      each.after = after->object;
      if (each.after != each.before) done.push_back(std::move(each));
    }
  }
  return done;
}

namespace {

bool has_renames(const Schema& desired) {
  return std::any_of(desired.objects().begin(), desired.objects().end(), [](const auto& each) {
    return !each.second.hints.renamed_from.empty() || !each.second.hints.value_renames.empty();
  });
}

// The desired schema is settled under its old names: those are what the live server knows.
Renames settle_under_old_names(Schema& live, Schema& desired, const Settle& settle) {
  Schema renamed_live = live;
  Renames renames = follow_renames(renamed_live, desired);
  // What a part says depends on how it is called.
  if (!renames.empty()) complete_attached_indexes(renamed_live);
  const bool included = !tables_with_other_bases(renamed_live, desired).empty();
  if (included) {
    for (const auto& [id, name] : include_inherited(renamed_live, desired)) {
      const Object before = renamed_live.find(id)->object;
      Renamed renamed{id, id, before, before, names_of(before, name), {}};
      renamed.now.name = name;
      renamed_live.rename(renamed.names);
      renamed.after = renamed_live.find(renamed.now)->object;
      renames.push_back(std::move(renamed));
    }
    live = renamed_live;
  }
  const auto grouped = batches(renames);
  std::vector<std::vector<Renaming>> aside;
  for (auto batch = grouped.rbegin(); batch != grouped.rend(); ++batch) {
    const std::vector<Renaming> names = all(renames, *batch, &Renamed::names);
    const std::vector<Renaming> labels = all(renames, *batch, &Renamed::labels);
    desired.rename(inverse(labels));
    aside.push_back(set_aside(names, desired));
    desired.rename(aside.back());
    desired.rename(inverse(names));
    if (included) {
      live.rename(inverse(labels));
      live.rename(inverse(names));
    }
  }
  adopt_names(desired, live);
  settle(desired, live);
  for (const auto& batch : grouped) {
    desired.rename(all(renames, batch, &Renamed::names));
    desired.rename(inverse(aside.back()));
    aside.pop_back();
    desired.rename(all(renames, batch, &Renamed::labels));
  }
  live = std::move(renamed_live);
  return renames;
}

}  // namespace

Renames align(Schema& live, Schema& desired, const Settle& settle) {
  claim_raw_objects(live, desired);
  Renames renames;
  if (has_renames(desired) || !tables_with_other_bases(live, desired).empty()) {
    renames = settle_under_old_names(live, desired, settle);
  } else {
    adopt_names(desired, live);
    settle(desired, live);
  }
  adopt_numbered_indexes(desired, live);
  expect_default_privileges(live, desired);
  return renames;
}

void append_renames(const Renames& renames, AttributedScript& script) {
  for (const auto& [begin, end] : batches(renames)) {
    std::list<Waiting> waiting;
    for (std::size_t i = begin; i < end; ++i) waiting.push_back({renames[i].before, renames[i].after, renames[i].now});
    append_batch(std::move(waiting), script);
  }
}

void append_renames_back(const Renames& renames, AttributedScript& script) {
  auto grouped = batches(renames);
  for (auto batch = grouped.rbegin(); batch != grouped.rend(); ++batch) {
    std::list<Waiting> waiting;
    for (std::size_t i = batch->first; i < batch->second; ++i)
      waiting.push_back({renames[i].after, renames[i].before, renames[i].now});
    append_batch(std::move(waiting), script);
  }
}

}  // namespace limbeck::diff

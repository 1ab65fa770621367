#include "diff/step.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace limbeck::diff {
namespace {

using Place = std::size_t;

class Folding {
 public:
  explicit Folding(const Ordered& ordered)
      : ordered_(ordered),
        steps_(ordered.steps),
        parent_(steps_.size()),
        children_(steps_.size()),
        silent_(steps_.size()) {
    for (Place i = 0; i < steps_.size(); ++i) {
      if (steps_[i].action == Action::create) created_[steps_[i].id] = i;
      if (steps_[i].action == Action::drop) dropped_[steps_[i].id] = i;
      if (steps_[i].action != Action::begin_swap) continue;
      if (steps_[i].with_members) {
        refilled_.insert(steps_[i].id);
      } else {
        swapped_.insert(steps_[i].id);
      }
      created_[steps_[i].id] = i;
    }
    for (Place i = 0; i < steps_.size(); ++i) {
      if (steps_[i].action == Action::create) fold_create(i);
    }
    for (Place i = 0; i < steps_.size(); ++i) release_unadopted(i);
    for (Place i = steps_.size(); i-- > 0;) {
      if (steps_[i].action == Action::drop) fold_drop(i);
    }
  }

  AttributedScript script() {
    std::vector<std::vector<ObjectId>> about(steps_.size());
    for (Place i = 0; i < steps_.size(); ++i) about[root(i)].push_back(steps_[i].id);
    AttributedScript out;
    for (Place i = 0; i < steps_.size(); ++i) {
      if (parent_[i] || silent_[i]) continue;
      sql::Script printed;
      print(i, printed);
      printed.name_hazards(display_name(steps_[i].id));
      out.append(std::move(printed), about[i]);
    }
    return out;
  }

 private:
  [[nodiscard]] Place root(Place i) const {
    while (parent_[i]) i = *parent_[i];
    return i;
  }

  // A create can move forward into its parent's if nothing that it needs comes between the two.
  void fold_create(Place i) {
    const auto wanted = std::visit([](const auto& each) { return each.inline_parent(); }, steps_[i].now->object);
    if (!wanted) return;
    const auto parent = created_.find(*wanted);
    if (parent == created_.end() || parent->second > i) return;
    const Place target = root(parent->second);
    const auto fits = [&](Place needed) { return needed <= target || root(needed) == target; };
    if (!std::all_of(ordered_.before[i].begin(), ordered_.before[i].end(), fits)) return;
    // Of several unique keys on the same columns in one CREATE TABLE PostgreSQL keeps one (transformIndexConstraints).
    for (const Slot& slot : slots_of(steps_[i].now->object)) {
      if (slot.space == space::key && !keys_.insert(slot).second) return;
    }
    parent_[i] = parent->second;
    children_[parent->second].push_back(i);
  }

  void release_unadopted(Place i) {
    if (children_[i].empty()) return;
    const std::vector<Child> texts = child_texts(i);
    if (std::visit([&](const auto& each) { return each.adopts(texts); }, steps_[i].now->object)) return;
    for (const Place child : children_[i]) parent_[child].reset();
    children_[i].clear();
  }

  // A drop is left out if its container's drop, later on, takes the object along early enough for all who wait for it.
  void fold_drop(Place i) {
    if (steps_[i].silent) {
      silent_[i] = true;
      return;
    }
    const auto container = std::visit([](const auto& each) { return each.container(); }, steps_[i].was->object);
    if (!container) return;
    if (swapped_.contains(*container)) {
      silent_[i] = true;  // the old type takes it along
      return;
    }
    const auto found = dropped_.find(*container);
    if (found == dropped_.end() || found->second < i || steps_[found->second].silent) return;
    const Place target = root(found->second);
    const auto fits = [&](Place waiter) { return waiter >= target || (parent_[waiter] && root(waiter) == target); };
    if (std::all_of(ordered_.after[i].begin(), ordered_.after[i].end(), fits)) parent_[i] = found->second;
  }

  std::vector<Child> child_texts(Place i) const {
    std::vector<Child> out;
    for (const Place child : children_[i]) {
      const std::vector<Child> below = child_texts(child);
      out.push_back({steps_[child].id.kind,
                     std::visit([&](const auto& each) { return each.inline_text(below); }, steps_[child].now->object)});
    }
    return out;
  }

  void finish(Place i, sql::Script& out) const {
    std::visit([&](const auto& each) { each.finish(out); }, steps_[i].now->object);
    for (const Place child : children_[i]) finish(child, out);
  }

  // Nothing can fail on the rows of a table that has none yet.
  [[nodiscard]] bool stands_in_new_table(Place i) const {
    auto container = std::visit([](const auto& each) { return each.container(); }, steps_[i].now->object);
    return container && created_.contains(*container) && container->parent.empty() && !refilled_.contains(*container);
  }

  static void drop(const Step& step, sql::Script& out) {
    sql::Script script;
    std::visit([&](const auto& each) { each.drop(script); }, step.was->object);
    out.append(step.is_kept ? script.without_hazards() : std::move(script));
  }

  void print(Place i, sql::Script& out) {
    const Step& step = steps_[i];
    switch (step.action) {
      case Action::begin_swap:
        out.append(step.script);
        [[fallthrough]];
      case Action::create: {
        sql::Script created;
        const std::vector<Child> texts = child_texts(i);
        std::visit([&](const auto& each) { each.create(texts, step.now->hints, created); }, step.now->object);
        finish(i, created);
        created = created.makes(step.id);
        out.append(stands_in_new_table(i) ? created.without_hazards() : std::move(created));
        break;
      }
      case Action::drop:
        drop(step, out);
        break;
      case Action::lock:
        for (const sql::Statement& lock : step.script.statements()) {
          if (locks_.insert(lock.text).second) out.add(lock.text);
        }
        break;
      default:
        out.append(step.script);
    }
  }

  const Ordered& ordered_;
  const std::vector<Step>& steps_;
  std::vector<std::optional<Place>> parent_;  // the step whose statement says this one's too
  std::vector<std::vector<Place>> children_;
  std::vector<bool> silent_;
  std::map<ObjectId, Place> created_;
  std::map<ObjectId, Place> dropped_;
  std::set<ObjectId> swapped_;   // types
  std::set<ObjectId> refilled_;  // tables
  std::set<std::string> locks_;
  std::set<Slot> keys_;  // of the keys that stand in a CREATE TABLE
};

}  // namespace

AttributedScript fold(const Ordered& ordered) {
  return Folding(ordered).script();
}

}  // namespace limbeck::diff

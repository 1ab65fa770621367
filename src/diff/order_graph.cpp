#include "diff/order_graph.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace limbeck::diff {
namespace {

// The steps of one object. Those that make or unmake it twice (converted, then altered) have both ends here.
struct Ends {
  std::optional<Place> unmake, make;  // the first that takes the old object away, the last that leaves the new one
  std::optional<Place> begin, end;    // of a swap
};

// The names that the one has and the other has not.
std::vector<Slot> slots_but(const Object& one, const Object& other) {
  std::vector<Slot> out = slots_of(one);
  const std::vector<Slot> kept = slots_of(other);
  std::erase_if(out, [&](const Slot& slot) { return std::find(kept.begin(), kept.end(), slot) != kept.end(); });
  return out;
}

class Graph {
 public:
  Graph(const std::vector<Step>& steps, const Schema& from, const Schema& to, bool whole)
      : steps_(steps), from_(from), to_(to), before_(steps.size()), whole_(steps.size()) {
    for (Place i = 0; i < steps.size(); ++i) collect(i);
    for (Place i = 0; i < steps.size(); ++i) whole_[i] = whole ? outermost(i) : i;
    for (Place i = 0; i < steps.size(); ++i) connect(i);
    connect_names();
    if (whole) {
      connect_shared_names();
      connect_members();
    }
    connect_fills();
  }

  [[nodiscard]] const std::vector<std::set<Place>>& before() const { return before_; }

 private:
  void must_run(Place first, Place second) {
    if (first == second) return;
    before_[second].insert(first);
    if (whole_[first] != first && whole_[first] != whole_[second] && whole_[first] != second) {
      before_[second].insert(whole_[first]);
    }
  }

  // The drop that takes this one along, if it is a drop for good.
  [[nodiscard]] Place outermost(Place i) const {
    if (!steps_[i].drops() || steps_[i].rebuilt) return i;
    const auto container = std::visit([](const auto& each) { return each.container(); }, steps_[i].was->object);
    const auto found = container ? ends_.find(*container) : ends_.end();
    if (found == ends_.end() || !found->second.unmake || *found->second.unmake == i) return i;
    const Place outer = *found->second.unmake;
    return steps_[outer].drops() && !steps_[outer].rebuilt ? outermost(outer) : i;
  }

  void collect(Place i) {
    const Step& step = steps_[i];
    Ends& ends = ends_[step.id];
    // expand lists the steps of an object in the order in which they must run.
    if (step.unmakes() && !ends.unmake) ends.unmake = i;
    if (step.makes()) ends.make = i;
    if (step.action == Action::begin_swap) ends.begin = i;
    if (step.action == Action::end_swap) ends.end = i;
    if (last_.contains(step.id)) must_run(last_[step.id], i);
    // The end of a swap waits for others, and an object's own further steps do not wait for it.
    if (!step.completes()) last_[step.id] = i;
    if (step.action == Action::fill) fills_.push_back(i);
    if (step.action == Action::begin_swap && step.with_members) remade_.push_back(step.id);
  }

  void connect(Place i) {
    const Step& step = steps_[i];
    if (step.makes()) {
      for (const ObjectId& needed : to_.references(step.id)) {
        const auto found = ends_.find(needed);
        if (found != ends_.end() && found->second.make) must_run(*found->second.make, i);
      }
    }
    if (step.unmakes()) {
      for (const ObjectId& used : from_.references(step.id)) {
        const auto found = ends_.find(used);
        if (found == ends_.end()) continue;
        connect_unmaking(i, found->second);
        if (step.silent) connect_silent(i, used, found->second);
      }
    }
    // A type that was renamed away goes before those that it is built on.
    if (step.action == Action::end_swap) {
      for (const ObjectId& used : from_.references(step.id)) {
        const auto found = ends_.find(used);
        if (found != ends_.end() && found->second.end) must_run(i, *found->second.end);
      }
    }
    // Nothing is touched before every check has passed.
    if (step.drops() && step.rebuilt) {
      for (const Place check : checks()) must_run(check, i);
    }
    if (step.action == Action::begin_swap) {
      for (const Place check : checks()) must_run(check, i);
    }
  }

  // Step i takes an object away, or changes it, that used another which has steps too.
  void connect_unmaking(Place i, const Ends& used) {
    if (used.end) must_run(i, *used.end);
    if (!used.unmake) return;
    // What commits by itself (a value added to an enum) hurts no dependent, and nothing may be committed before it.
    if (steps_[*used.unmake].commits()) return;
    if (steps_[i].is_kept) return;  // the old part of a table that is made again, which waits for its rows
    if (steps_[i].drops()) {
      must_run(i, *used.unmake);
    } else if (!used.make) {
      must_run(i, *used.unmake);  // it lets go before the other is dropped
    }
  }

  // Nobody drops the object of step i: what it used waits for the table that takes it along.
  void connect_silent(Place i, const ObjectId& id, const Ends& used) {
    std::optional<ObjectId> outer = container_of(*steps_[i].was);
    while (outer) {
      const auto found = ends_.find(*outer);
      if (found == ends_.end()) return;
      if (found->second.end) {
        if (id == *outer) return;
        if (used.end) must_run(*found->second.end, *used.end);
        if (used.unmake && steps_[*used.unmake].drops() && !steps_[*used.unmake].silent) {
          must_run(*found->second.end, *used.unmake);
        }
        return;
      }
      const Entry* entry = from_.find(*outer);
      outer = entry == nullptr ? std::nullopt : container_of(*entry);
    }
  }

  // All that depend on the tables made again, directly or not.
  [[nodiscard]] std::set<ObjectId> touched(const Schema& schema) const {
    std::set<ObjectId> out(remade_.begin(), remade_.end());
    std::vector<ObjectId> open = remade_;
    while (!open.empty()) {
      const ObjectId id = std::move(open.back());
      open.pop_back();
      for (ObjectId& each : schema.dependents(id)) {
        if (out.insert(each).second) open.push_back(std::move(each));
      }
    }
    return out;
  }

  // The rows of tables made again are written when these tables and their parts are there, and before what would only
  // slow that down, fire, or copy what is not there yet. The old parts go after that, but parts that leave with their
  // rows before.
  void connect_fills() {
    if (remade_.empty()) return;
    const std::set<ObjectId> made = touched(to_);
    const std::set<ObjectId> unmade = touched(from_);
    for (Place i = 0; i < steps_.size(); ++i) {
      const Step& step = steps_[i];
      const bool is_end = step.action == Action::end_swap && step.with_members;
      const Filling filling = step.now == nullptr
                                  ? Filling::free
                                  : std::visit([](const auto& each) { return each.filling(); }, step.now->object);
      const bool makes = step.makes() && made.contains(step.id);
      const bool part_goes = step.drops() && !step.silent && unmade.contains(step.id) && is_part(step.was->object);
      const bool with_rows = part_goes && !container_of(*step.was);
      for (const Place fill : fills_) {
        if (is_end || with_rows || (makes && filling == Filling::after)) must_run(fill, i);
        if ((makes && filling == Filling::before) || (part_goes && !with_rows)) must_run(i, fill);
      }
    }
  }

  [[nodiscard]] const std::vector<Place>& checks() {
    if (!checks_) {
      checks_.emplace();
      for (Place i = 0; i < steps_.size(); ++i) {
        if (steps_[i].prepares()) checks_->push_back(i);
      }
    }
    return *checks_;
  }

  // Who gives up a name goes before who takes it, whatever kinds the two are of. An alteration can do either.
  void connect_names() {
    std::map<Slot, std::vector<Place>> given_up;
    for (Place i = 0; i < steps_.size(); ++i) {
      if (steps_[i].drops()) {
        for (Slot& slot : slots_of(steps_[i].was->object)) given_up[std::move(slot)].push_back(i);
      } else if (steps_[i].action == Action::alter) {
        for (Slot& slot : slots_but(steps_[i].was->object, steps_[i].now->object))
          given_up[std::move(slot)].push_back(i);
      }
    }
    for (Place i = 0; i < steps_.size(); ++i) {
      const bool alters = steps_[i].action == Action::alter;
      if (!alters && steps_[i].action != Action::create) continue;
      const std::vector<Slot> taken =
          alters ? slots_but(steps_[i].now->object, steps_[i].was->object) : slots_of(steps_[i].now->object);
      for (const Slot& slot : taken) {
        const auto found = given_up.find(slot);
        if (found == given_up.end()) continue;
        for (const Place first : found->second) {
          // Two alterations can swap names: nobody goes first then.
          if (alters && !steps_[first].drops()) continue;
          // Overloads share a name; a function and an aggregate of the same arguments do not.
          ObjectId same = steps_[first].id;
          if (slot.space == space::function) same.kind = steps_[i].id.kind;
          const bool is_room = steps_[first].is_kept ? space::is_unique(slot.space) : space::makes_room(slot.space);
          if (is_room || same == steps_[i].id) must_run(first, i);
        }
      }
    }
  }

  // A name that several may have (an overloaded function) means the one that stays only when the others are gone. What
  // lets go of one that goes, in the step in which it takes hold of another, can't wait for that.
  void connect_shared_names() {
    std::map<Slot, std::vector<Place>> dropped;
    for (Place i = 0; i < steps_.size(); ++i) {
      if (!steps_[i].drops() || steps_[i].rebuilt) continue;
      for (Slot& slot : slots_of(steps_[i].was->object)) {
        if (!space::is_unique(slot.space)) dropped[std::move(slot)].push_back(i);
      }
    }
    if (dropped.empty()) return;
    for (Place i = 0; i < steps_.size(); ++i) {
      if (!steps_[i].makes() || steps_[i].now == nullptr) continue;
      const std::vector<ObjectId> used =
          steps_[i].action == Action::create ? std::vector<ObjectId>{} : from_.references(steps_[i].id);
      for (const Slot& slot : references_of(steps_[i].now->object)) {
        const auto found = dropped.find(slot);
        if (found == dropped.end()) continue;
        for (const Place drop : found->second) {
          if (std::find(used.begin(), used.end(), steps_[drop].id) == used.end()) must_run(drop, i);
        }
      }
    }
  }

  // What stands in a table changes when all of its parts are in it, and when no column that goes holds its rows. New
  // parts come after its alterations, which they could bar: PostgreSQL changes no type of a key that a part is divided
  // by. So parts that go do it before.
  void connect_members() {
    std::map<ObjectId, std::vector<Place>> members;  // by container
    std::map<ObjectId, std::vector<Place>> first;
    std::map<ObjectId, std::vector<Place>> added;
    for (Place i = 0; i < steps_.size(); ++i) {
      const Step& step = steps_[i];
      const Entry* entry = step.was != nullptr ? step.was : step.now;
      const bool part = is_part(entry->object);
      const bool changes = !part && !step.prepares();
      if (const auto container = changes ? container_of(*entry) : std::nullopt) members[*container].push_back(i);
      if (part && step.action == Action::create && step.rebuilt) {
        for (const ObjectId& above : wholes_of(step.now->object)) first[above].push_back(i);
      } else if (part && step.action == Action::create) {
        for (const ObjectId& above : wholes_of(step.now->object)) added[above].push_back(i);
      } else if (part && step.drops() && !step.rebuilt) {
        for (const ObjectId& above : wholes_of(step.was->object)) first[above].push_back(i);
      } else if (step.drops() && !step.rebuilt) {
        for (const ObjectId& type : row_types_in(*step.was)) first[type].push_back(i);
      }
    }
    for (const auto& [container, places] : first) {
      for (const Place member : members[container]) {
        for (const Place each : places) {
          // A drop goes before nothing but what changes.
          if (!steps_[each].drops() || steps_[member].action == Action::alter) must_run(each, member);
        }
      }
    }
    for (const auto& [container, places] : added) {
      const auto returning = first.find(container);  // what waits for a part that comes back may be a new part's rows
      if (returning != first.end() && std::any_of(returning->second.begin(), returning->second.end(),
                                                  [&](Place each) { return !steps_[each].drops(); })) {
        continue;
      }
      for (const Place member : members[container]) {
        for (const Place each : places) {
          if (steps_[member].action == Action::alter) must_run(member, each);
        }
      }
    }
  }

  // The partitioned table of a part, and those above.
  [[nodiscard]] std::vector<ObjectId> wholes_of(const Object& part) const {
    std::vector<ObjectId> out;
    std::vector<QName> open;
    for (const Slot& slot : slots_of(part)) {
      if (slot.space == space::part) open.push_back({slot.schema, slot.name});
    }
    while (!open.empty()) {
      const QName name = std::move(open.back());
      open.pop_back();
      for (const ObjectId& id : from_.resolve({space::relation, name.schema, "", name.name})) {
        out.push_back(id);
        for (QName& base : bases_of(from_.find(id)->object)) open.push_back(std::move(base));
      }
    }
    return out;
  }

  // The objects whose rows or values stand in it, but for its own container.
  [[nodiscard]] std::vector<ObjectId> row_types_in(const Entry& entry) const {
    std::vector<ObjectId> out;
    const auto own = container_of(entry);
    for (const Slot& slot : references_of(entry.object)) {
      if (slot.space != space::type) continue;
      for (ObjectId& id : from_.resolve(slot)) {
        if (id != own) out.push_back(std::move(id));
      }
    }
    return out;
  }

  const std::vector<Step>& steps_;
  const Schema& from_;
  const Schema& to_;
  std::vector<std::set<Place>> before_;
  std::vector<Place> whole_;
  std::map<ObjectId, Ends> ends_;
  std::map<ObjectId, Place> last_;
  std::vector<Place> fills_;
  std::vector<ObjectId> remade_;  // tables
  std::optional<std::vector<Place>> checks_;
};

}  // namespace

std::vector<std::set<Place>> waits_between(const std::vector<Step>& steps, const Schema& from, const Schema& to,
                                           bool whole) {
  return Graph(steps, from, to, whole).before();
}

}  // namespace limbeck::diff

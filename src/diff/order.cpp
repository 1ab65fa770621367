#include "diff/step.hpp"
#include "model/error.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace limbeck::diff {
namespace {

using Place = std::size_t;

// The steps of one object. Those that make or unmake it twice (converted, then altered) have both ends here.
struct Ends {
  std::optional<Place> unmake, make;  // the first that takes the old object away, the last that leaves the new one
  std::optional<Place> begin, end;    // of a swap
};

bool is_drop(const Step& step) {
  return step.action == Action::drop;
}

// The names that the one has and the other has not.
std::vector<Slot> slots_but(const Object& one, const Object& other) {
  std::vector<Slot> out = slots_of(one);
  const std::vector<Slot> kept = slots_of(other);
  std::erase_if(out, [&](const Slot& slot) { return std::find(kept.begin(), kept.end(), slot) != kept.end(); });
  return out;
}

bool commits(const Step& step) {
  const auto& statements = step.script.statements();
  return std::any_of(statements.begin(), statements.end(),
                     [](const sql::Statement& each) { return each.commit_after; });
}

class Graph {
 public:
  // With `whole`, what waits for the drop of a part waits for the drop of the whole (of a table for that of its foreign
  // key), so that one statement can do for both. Two tables that refer to each other make a cycle of that.
  Graph(const std::vector<Step>& steps, const Schema& from, const Schema& to, bool whole)
      : steps_(steps), from_(from), to_(to), before_(steps.size()), whole_(steps.size()) {
    for (Place i = 0; i < steps.size(); ++i) collect(i);
    for (Place i = 0; i < steps.size(); ++i) whole_[i] = whole ? outermost(i) : i;
    for (Place i = 0; i < steps.size(); ++i) connect(i);
    connect_names();
    if (whole) connect_shared_names();
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
    if (!is_drop(steps_[i]) || steps_[i].rebuilt) return i;
    const auto container = std::visit([](const auto& each) { return each.container(); }, steps_[i].was->object);
    const auto found = container ? ends_.find(*container) : ends_.end();
    if (found == ends_.end() || !found->second.unmake || *found->second.unmake == i) return i;
    const Place outer = *found->second.unmake;
    return is_drop(steps_[outer]) && !steps_[outer].rebuilt ? outermost(outer) : i;
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
    if (is_drop(step) && step.rebuilt) {
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
    if (commits(steps_[*used.unmake])) return;
    if (steps_[i].is_kept) return;  // the old part of a table that is made again, which waits for its rows
    if (is_drop(steps_[i])) {
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
        if (used.unmake && is_drop(steps_[*used.unmake]) && !steps_[*used.unmake].silent) {
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
      const bool part_goes = is_drop(step) && !step.silent && unmade.contains(step.id) && is_part(step.was->object);
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
      if (is_drop(steps_[i])) {
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
          if (alters && !is_drop(steps_[first])) continue;
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
      if (!is_drop(steps_[i]) || steps_[i].rebuilt) continue;
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

bool is_dependent(const Entry& entry) {
  return std::visit([](const auto& each) { return std::decay_t<decltype(each)>::is_dependent; }, entry.object);
}

bool comes_last(const Entry& entry) {
  return std::visit([](const auto& each) { return std::decay_t<decltype(each)>::comes_last; }, entry.object);
}

bool fires_on_ddl(const Entry& entry) {
  return std::visit([](const auto& each) { return std::decay_t<decltype(each)>::fires_on_ddl; }, entry.object);
}

// What is free to go goes in this order: what would fire is dropped, what commits by itself, checks, small things that
// are dropped, what is altered and made in the order of kinds, what is left of swaps, the drops of tables and the like,
// what needs all of that, and last what fires.
int phase(const Step& step) {
  if (fires_on_ddl(step.now != nullptr ? *step.now : *step.was)) return is_drop(step) ? -1 : 8;
  switch (step.action) {
    case Action::lock:
      return 1;
    case Action::check:
      return 2;
    case Action::drop:
      return is_dependent(*step.was) ? 3 : 6;
    case Action::end_swap:
      return 5;
    case Action::create:
      return comes_last(*step.now) ? 7 : 4;
    default:
      return commits(step) ? 0 : 4;
  }
}

using SortKey = std::tuple<int, int, std::string, std::string, int, std::string, std::string, Place>;

SortKey key_of(const Step& step, Place index) {
  const int rank = static_cast<int>(rank_of(step.id.kind));
  const Entry& entry = step.now != nullptr ? *step.now : *step.was;
  return {phase(step),       is_drop(step) ? -rank : rank,
          step.id.schema,    step.id.parent,
          entry.position,    step.id.name,
          step.id.signature, index};
}

std::string cycle_path(const std::vector<Step>& steps, const std::vector<std::set<Place>>& before,
                       const std::vector<bool>& done) {
  Place at = static_cast<Place>(std::find(done.begin(), done.end(), false) - done.begin());
  std::vector<Place> path;
  while (std::find(path.begin(), path.end(), at) == path.end()) {
    path.push_back(at);
    at = *std::find_if(before[at].begin(), before[at].end(), [&](Place each) { return !done[each]; });
  }
  std::string text;
  static constexpr const char* words[] = {"lock",    "check",  "drop", "begin swap of", "alter",
                                          "convert", "create", "fill", "end swap of"};
  for (auto each = std::find(path.begin(), path.end(), at); each != path.end(); ++each) {
    text += fmt::format("\n  {} {} {}", words[static_cast<int>(steps[*each].action)], steps[*each].id.kind,
                        display_name(steps[*each].id));
  }
  return text;
}

// A stable topological sort; shorter than the steps if there is a cycle.
std::vector<Place> sorted(const std::vector<Step>& steps, const std::vector<std::set<Place>>& before) {
  std::vector<std::vector<Place>> after(steps.size());
  std::vector<std::size_t> waiting(steps.size());
  std::set<SortKey> ready;
  for (Place i = 0; i < steps.size(); ++i) {
    waiting[i] = before[i].size();
    for (const Place first : before[i]) after[first].push_back(i);
    if (waiting[i] == 0) ready.insert(key_of(steps[i], i));
  }
  std::vector<Place> out;
  while (!ready.empty()) {
    const Place next = std::get<Place>(*ready.begin());
    ready.erase(ready.begin());
    out.push_back(next);
    for (const Place waiter : after[next]) {
      if (--waiting[waiter] == 0) ready.insert(key_of(steps[waiter], waiter));
    }
  }
  return out;
}

}  // namespace

Ordered order(std::vector<Step> steps, const Schema& from, const Schema& to) {
  std::vector<std::set<Place>> before = Graph(steps, from, to, true).before();
  std::vector<Place> sequence = sorted(steps, before);
  if (sequence.size() < steps.size()) {
    before = Graph(steps, from, to, false).before();
    sequence = sorted(steps, before);
  }
  if (sequence.size() < steps.size()) {
    std::vector<bool> done(steps.size());
    for (const Place i : sequence) done[i] = true;
    throw Error("these steps wait for each other:" + cycle_path(steps, before, done))
        .with_hint("please report this with both schemas; splitting the change into two revisions may help");
  }
  std::vector<Place> place(steps.size());
  for (Place i = 0; i < sequence.size(); ++i) place[sequence[i]] = i;
  Ordered out;
  out.after.resize(steps.size());
  for (const Place i : sequence) {
    std::vector<Place>& first = out.before.emplace_back();
    for (const Place each : before[i]) {
      first.push_back(place[each]);
      out.after[place[each]].push_back(place[i]);
    }
    out.steps.push_back(std::move(steps[i]));
  }
  return out;
}

}  // namespace limbeck::diff

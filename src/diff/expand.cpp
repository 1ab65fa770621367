#include "diff/step.hpp"
#include "model/error.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

namespace limbeck::diff {
namespace {

// What is to happen to one object.
struct Planned {
  const Entry* was = nullptr;
  const Entry* now = nullptr;
  bool rebuild = false;    // drop and create, where both are there
  sql::Script alteration;  // where neither
  std::optional<TypeSwap> swap;
  std::vector<ObjectId> converts;  // the swapped types that it goes on using

  [[nodiscard]] bool is_drop() const { return now == nullptr; }
  [[nodiscard]] bool is_create() const { return was == nullptr; }
  [[nodiscard]] bool is_alter() const { return !rebuild && was != nullptr && now != nullptr; }
};

Alteration alter(const Entry& was, const Entry& now, sql::Script& script) {
  return std::visit(
      [&](const auto& before) {
        using K = std::decay_t<decltype(before)>;
        return before.alter(std::get<K>(now.object), now.hints, script);
      },
      was.object);
}

std::optional<TypeSwap> remade(const Entry& was, const Entry& now, const TypeSwap& cause) {
  return std::visit(
      [&](const auto& before) {
        using K = std::decay_t<decltype(before)>;
        return before.remade(std::get<K>(now.object), cause);
      },
      was.object);
}

std::optional<ObjectId> container(const Entry& entry) {
  return std::visit([](const auto& each) { return each.container(); }, entry.object);
}

Reaction react(const Entry& entry, Effect effect) {
  return std::visit([&](const auto& each) { return each.react(effect); }, entry.object);
}

class Expansion {
 public:
  Expansion(const Schema& from, const Schema& to) : from_(from), to_(to) {}

  void add(const Operation& operation) {
    const ObjectId id = operation.id();
    Planned planned{operation.was, operation.now, false, {}, {}, {}};
    Effect effect = operation.was == nullptr ? Effect::none : Effect::rebuilt;
    if (planned.is_alter()) {
      sql::Script script;
      Alteration alteration = alter(*planned.was, *planned.now, script);
      effect = alteration.effect;
      planned.rebuild = !alteration.in_place;
      if (alteration.swap && is_stored(id)) {
        planned.swap = std::move(alteration.swap);
      } else if (alteration.swap && script.empty()) {
        planned.rebuild = true;
      } else if (!planned.rebuild) {
        planned.alteration = std::move(script);
        if (alteration.swap) effect = Effect::none;
      }
    }
    planned_.emplace(id, std::move(planned));
    if (effect != Effect::none) effects_.emplace_back(id, effect);
  }

  // Follows every effect to the dependents, until nothing more happens.
  void close() {
    while (!effects_.empty()) {
      const auto [id, effect] = effects_.front();
      effects_.pop_front();
      refuse_unmodelled(id);
      for (const ObjectId& dependent : from_.dependents(id)) reach(dependent, id, effect);
    }
    if (!refused_.empty()) {
      std::string list;
      for (const std::string& reason : refused_) list += "\n  " + reason;
      Barred barred("values would be in the way of a change of their type:" + list);
      barred.with_hint("add a column of the new type, fill it and drop the old one, or leave the change out");
      throw barred;
    }
    if (blocked_.empty()) return;
    std::string list;
    for (const auto& [object, on] : blocked_) list += fmt::format("\n  {} depends on {}", object, on);
    Barred barred("objects that limbeck does not model stand in the way of a change:" + list);
    barred.with_hint(
        "drop them before and create them again after, in statements added by hand, or leave the change out");
    throw barred;
  }

  std::vector<Step> steps() && {
    std::vector<Step> out;
    for (auto& [id, planned] : planned_) append(id, planned, out);
    return out;
  }

 private:
  void refuse_unmodelled(const ObjectId& id) {
    for (const Unmodelled& object : from_.unmodelled) {
      for (const ObjectId& on : object.depends_on) {
        if (on == id) blocked_.emplace(object.description, fmt::format("{} {}", id.kind, display_name(id)));
      }
    }
  }

  // Whether a column that stays uses the type, itself or through other types.
  [[nodiscard]] bool is_stored(const ObjectId& type) const {
    const std::vector<ObjectId> users = from_.dependents(type);
    return std::any_of(users.begin(), users.end(), [&](const ObjectId& id) {
      if (to_.find(id) == nullptr) return false;
      const Reaction reaction = react(*from_.find(id), Effect::rebuilt);
      return reaction == Reaction::convert || (reaction == Reaction::remake && is_stored(id));
    });
  }

  // Whether the object goes on using `cause` afterwards: its own alteration may lead away.
  [[nodiscard]] bool still_uses(const ObjectId& id, const ObjectId& cause) const {
    const std::vector<ObjectId> used = to_.references(id);
    return std::find(used.begin(), used.end(), cause) != used.end();
  }

  // A column that is converted to the type made again, or a type that is made again with it.
  void follow_swap(const ObjectId& id, const ObjectId& cause, Reaction reaction, const Entry& was, const Entry& now) {
    const TypeSwap& swap = *planned_.at(cause).swap;
    if (!swap.refusal.empty()) {
      refused_.insert(fmt::format("{} {}: {}", id.kind, display_name(id), swap.refusal));
      return;
    }
    Planned& planned = planned_.try_emplace(id, Planned{&was, &now, false, {}, {}, {}}).first->second;
    if (reaction == Reaction::convert) {
      planned.converts.push_back(cause);
      effects_.emplace_back(id, Effect::retyped);
    } else if (!planned.swap) {
      planned.swap = remade(was, now, swap);
      planned.alteration = {};
      effects_.emplace_back(id, Effect::rebuilt);
    }
  }

  void reach(const ObjectId& id, const ObjectId& cause, Effect effect) {
    const Entry* was = from_.find(id);
    const Entry* now = to_.find(id);
    if (was == nullptr || now == nullptr) return;  // it goes anyway
    const auto found = planned_.find(id);
    if (found != planned_.end() && found->second.rebuild) return;
    // What goes with the drop of its container is made again with it, whatever else it would do.
    const bool goes_along = planned_.at(cause).rebuild && container(*was) == cause;
    const Reaction reaction = goes_along ? Reaction::rebuild : react(*was, effect);
    if (reaction == Reaction::keep) return;
    if (planned_.at(cause).swap && (reaction == Reaction::convert || reaction == Reaction::remake)) {
      if (still_uses(id, cause)) follow_swap(id, cause, reaction, *was, *now);
      return;
    }
    if (reaction == Reaction::convert) return;
    Planned& planned = planned_.try_emplace(id, Planned{was, now, false, {}, {}, {}}).first->second;
    planned.rebuild = true;
    effects_.emplace_back(id, Effect::rebuilt);
  }

  void append(const ObjectId& id, Planned& planned, std::vector<Step>& out) {
    const auto add = [&](Action action, sql::Script script) {
      out.push_back(Step{action, id, planned.was, planned.now, std::move(script), planned.rebuild});
    };
    if (planned.is_drop() || planned.rebuild) add(Action::drop, {});
    if (planned.is_create() || planned.rebuild) add(Action::create, {});
    if (!planned.is_alter()) return;
    if (planned.swap) {
      add(Action::begin_swap, planned.swap->begin);
      add(Action::end_swap, planned.swap->end);
    }
    for (const ObjectId& type : planned.converts) {
      sql::Script locks;
      sql::Script checks;
      sql::Script conversion;
      // The value that is converted is the old column's, under the name that both have.
      std::visit(
          [&](const auto& each) {
            each.convert(*planned_.at(type).swap, planned.now->hints, locks, checks, conversion);
          },
          planned.was->object);
      add(Action::lock, std::move(locks));
      if (!checks.empty()) add(Action::check, std::move(checks));
      add(Action::convert, std::move(conversion));
    }
    if (!planned.alteration.empty()) add(Action::alter, std::move(planned.alteration));
  }

  const Schema& from_;
  const Schema& to_;
  std::map<ObjectId, Planned> planned_;
  std::deque<std::pair<ObjectId, Effect>> effects_;
  std::set<std::pair<std::string, std::string>> blocked_;
  std::set<std::string> refused_;
};

}  // namespace

std::vector<Step> expand(const std::vector<Operation>& operations, const Schema& from, const Schema& to) {
  Expansion expansion(from, to);
  for (const Operation& operation : operations) expansion.add(operation);
  expansion.close();
  return std::move(expansion).steps();
}

}  // namespace limbeck::diff

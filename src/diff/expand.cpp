#include "diff/refill.hpp"
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
  bool rebuild = false;         // drop and create, where both are there
  sql::Script alteration = {};  // where neither
  std::optional<TypeSwap> swap = {};
  std::set<ObjectId> causes = {};       // the swapped types that it is made again for
  std::vector<ObjectId> converts = {};  // the swapped types that it goes on using
  bool handed_over = false;             // its container is made again, and it is not

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

std::optional<TypeSwap> remade(const Entry& was, const Entry& now, const std::vector<TypeSwap>& causes) {
  return std::visit(
      [&](const auto& before) {
        using K = std::decay_t<decltype(before)>;
        return before.remade(std::get<K>(now.object), causes);
      },
      was.object);
}

std::optional<TypeSwap> remade_for(const Entry& was, const Entry& now, const ObjectId& member, Effect effect) {
  return std::visit(
      [&](const auto& before) {
        using K = std::decay_t<decltype(before)>;
        return before.remade_for(std::get<K>(now.object), member, effect);
      },
      was.object);
}

Reaction react(const Entry& entry, Effect effect) {
  return std::visit([&](const auto& each) { return each.react(effect); }, entry.object);
}

// Why its values do not go along with the swap; empty where they do.
std::string refusal_of(const Entry& entry, const TypeSwap& swap) {
  return std::visit([&](const auto& each) { return each.refusal_of(swap); }, entry.object);
}

class Expansion {
 public:
  Expansion(const Schema& from, const Schema& to) : from_(from), to_(to) {}

  void add(const Operation& operation) {
    const ObjectId id = operation.id();
    Planned planned{operation.was, operation.now};
    Effect effect = operation.was == nullptr ? Effect::none : Effect::rebuilt;
    if (planned.is_alter()) {
      sql::Script script;
      Alteration alteration = alter(*planned.was, *planned.now, script);
      effect = alteration.effect;
      planned.rebuild = !alteration.in_place;
      if (alteration.swap && (alteration.swap->with_members || is_stored(id))) {
        if (alteration.swap->with_members) effect = Effect::refilled;
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
      reach_container(id, effect);
      for (const ObjectId& dependent : from_.dependents(id)) reach(dependent, id, effect);
    }
    if (!refused_.empty()) {
      std::string list;
      for (const std::string& reason : refused_) list += "\n  " + reason;
      Error barred("values would be in the way of a change of their type:" + list);
      barred.with_hint("add a column of the new type, fill it and drop the old one, or leave the change out");
      throw barred;
    }
    if (blocked_.empty()) return;
    std::string list;
    for (const auto& [object, on] : blocked_) list += fmt::format("\n  {} depends on {}", object, on);
    Error barred("objects that limbeck does not model stand in the way of a change:" + list);
    barred.with_hint(
        "say by [raw] objects how they are made and dropped (-v lists what they are called there), do it in statements "
        "added by hand, or leave the change out");
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
    if (const std::string refusal = refusal_of(was, swap); !refusal.empty()) {
      refused_.insert(fmt::format("{} {}: {}", id.kind, display_name(id), refusal));
      return;
    }
    Planned& planned = planned_.try_emplace(id, Planned{&was, &now}).first->second;
    if (reaction == Reaction::convert) {
      if (std::find(planned.converts.begin(), planned.converts.end(), cause) != planned.converts.end()) return;
      planned.converts.push_back(cause);
      effects_.emplace_back(id, Effect::retyped);
    } else if (!planned.swap || !planned.causes.empty()) {
      planned.causes.insert(cause);
      std::vector<TypeSwap> causes;
      for (const ObjectId& each : planned.causes) causes.push_back(*planned_.at(each).swap);
      planned.swap = remade(was, now, causes);
      planned.alteration = {};
      effects_.emplace_back(id, swap.with_members ? Effect::refilled : Effect::rebuilt);
    }
  }

  void reach(const ObjectId& id, const ObjectId& cause, Effect effect) {
    const Entry* was = from_.find(id);
    const Entry* now = to_.find(id);
    if (was == nullptr || now == nullptr) return;  // it goes anyway
    const auto found = planned_.find(id);
    const bool is_rebuilt = found != planned_.end() && found->second.rebuild;
    if (effect == Effect::refilled && stands_in(*was, cause, from_)) {
      if (!is_rebuilt) reach_member(id, *was, *now);
      return;
    }
    Reaction reaction = react(*was, effect == Effect::refilled ? Effect::rebuilt : effect);
    if (reaction == Reaction::keep && effect == Effect::refilled) reaction = react(*was, effect);
    // What goes with the drop of its container is made again with it, whatever else it would do.
    if (planned_.at(cause).rebuild && container_of(*was) == cause) reaction = Reaction::rebuild;
    if (reaction == Reaction::keep) return;
    // A type that no column uses is just made again; a table that is filled again has rows.
    const bool has_values = effect == Effect::refilled || is_stored(id);
    const bool adapts = reaction == Reaction::convert || (reaction == Reaction::remake && has_values);
    if (is_rebuilt) {
      if (reaction == Reaction::convert && planned_.at(cause).swap) convert_with_rows(found->second, id, cause);
      return;
    }
    if (adapts && planned_.at(cause).swap) {
      if (still_uses(id, cause)) follow_swap(id, cause, reaction, *was, *now);
      return;
    }
    if (reaction == Reaction::convert || (adapts && effect == Effect::refilled)) return;
    rebuild(id, *was, *now, Effect::rebuilt);
  }

  void rebuild(const ObjectId& id, const Entry& was, const Entry& now, Effect effect) {
    planned_.try_emplace(id, Planned{&was, &now}).first->second.rebuild = true;
    effects_.emplace_back(id, effect);
  }

  // What stands in a table that is made again.
  void reach_member(const ObjectId& id, const Entry& was, const Entry& now) {
    if (react(was, Effect::refilled) == Reaction::convert) {
      planned_.try_emplace(id, Planned{&was, &now}).first->second.handed_over = true;
    } else {
      rebuild(id, was, now, Effect::refilled);
    }
  }

  // A column whose type is made again while its table is: its values are converted on their way into the new table.
  void convert_with_rows(Planned& planned, const ObjectId& id, const ObjectId& cause) {
    const TypeSwap& swap = *planned_.at(cause).swap;
    if (!swap.refusal.empty() || !swap.removed.empty() || !swap.other_text.empty()) {
      refused_.insert(fmt::format("{} {}: {} is made again with other values, and so is the table", id.kind,
                                  display_name(id), display_name(cause)));
      return;
    }
    planned.converts.push_back(cause);
  }

  // A table may have to be made again for what happens to a column.
  void reach_container(const ObjectId& id, Effect effect) {
    const Entry* member = from_.find(id);
    const auto container = member == nullptr ? std::nullopt : container_of(*member);
    const Entry* was = container ? from_.find(*container) : nullptr;
    const Entry* now = container ? to_.find(*container) : nullptr;
    if (was == nullptr || now == nullptr) return;
    const auto found = planned_.find(*container);
    if (found != planned_.end() && (found->second.rebuild || found->second.swap)) return;
    std::optional<TypeSwap> swap = remade_for(*was, *now, id, effect);
    if (!swap) return;
    Planned& planned = planned_.try_emplace(*container, Planned{was, now}).first->second;
    planned.alteration = {};
    planned.swap = std::move(swap);
    effects_.emplace_back(*container, Effect::refilled);
  }

  // Whether the rows of a table go with a swap: its own, or as a part of the whole.
  [[nodiscard]] bool is_carried(const ObjectId& id) const {
    const auto found = planned_.find(id);
    if (found == planned_.end()) return false;
    if (found->second.swap && found->second.swap->with_members) return true;
    return found->second.is_drop() && is_part_of_carried(id, *found->second.was);
  }

  [[nodiscard]] bool is_part_of_carried(const ObjectId& id, const Entry& was) const {
    if (container_of(was) || !is_part(was.object)) return false;
    const std::vector<QName> bases = bases_of(was.object);
    return std::any_of(bases.begin(), bases.end(), [&](const QName& base) {
      return is_carried({id.kind, base.schema, "", base.name, ""});
    });
  }

  [[nodiscard]] bool is_dropped(const ObjectId& id) const {
    const auto found = planned_.find(id);
    return found != planned_.end() && (found->second.is_drop() || found->second.rebuild) &&
           !is_silent(id, found->second);
  }

  // Whether the old table of a swap takes the object along, so that nobody drops it: a column always, others where they
  // do not hold on to something else that is dropped, and where their names are free for the new ones.
  [[nodiscard]] bool is_silent(const ObjectId& id, const Planned& planned) const {
    if (planned.was == nullptr || !(planned.is_drop() || planned.rebuild)) return false;
    const auto container = container_of(*planned.was);
    if (!container) return false;
    const std::vector<ObjectId> used = from_.references(id);
    if (is_part(planned.was->object)) {
      return std::all_of(used.begin(), used.end(), [&](const ObjectId& each) { return is_carried(each); });
    }
    const auto outer = planned_.find(*container);
    if (outer == planned_.end()) return false;
    const bool with_members = outer->second.swap && outer->second.swap->with_members;
    if (!with_members && !is_silent(*container, outer->second)) return false;
    // Its own name; what else it brings along (the sequence of an identity column) the swap looks after.
    const auto slots = std::visit([](const auto& each) { return each.slots(); }, planned.was->object);
    const auto is_taken = [&](const Slot& slot) {
      return space::is_unique(slot.space) && slot.scope.empty() && slot.name == id.name;
    };
    if (std::any_of(slots.begin(), slots.end(), is_taken)) return false;
    const bool is_column =
        std::visit([](const auto& each) { return !std::decay_t<decltype(each)>::is_dependent; }, planned.was->object);
    return is_column || std::none_of(used.begin(), used.end(), [&](const ObjectId& each) {
             const auto found = planned_.find(each);
             const bool type = found != planned_.end() && found->second.swap && !found->second.swap->with_members;
             return type || (found != planned_.end() && found->second.is_drop() && !container_of(*found->second.was)) ||
                    is_dropped(each);
           });
  }

  void append_swap(const ObjectId& id, Planned& planned, std::vector<Step>& out) {
    TypeSwap& swap = *planned.swap;
    const auto add = [&](Action action, sql::Script script) {
      Step& step = out.emplace_back(Step{action, id, planned.was, planned.now, std::move(script)});
      step.with_members = swap.with_members;
    };
    if (is_part_of_carried(id, *planned.was)) swap.refill.reset();
    sql::Script begin;
    sql::Script rows;
    if (swap.refill) {
      const auto is_converted = [&](const ObjectId& member) {
        const auto found = planned_.find(member);
        return found != planned_.end() && !found->second.converts.empty();
      };
      collect_members(id, from_, to_, is_converted, *swap.refill);
      begin = std::move(swap.refill->begin);
      rows = rows_script(swap);
    }
    begin.append(swap.begin);
    add(Action::begin_swap, std::move(begin));
    if (!rows.empty()) add(Action::fill, std::move(rows));
    add(Action::end_swap, swap.end);
  }

  void append(const ObjectId& id, Planned& planned, std::vector<Step>& out) {
    const auto add = [&](Action action, sql::Script script) {
      out.push_back(Step{action, id, planned.was, planned.now, std::move(script), planned.rebuild});
    };
    if (planned.is_drop() || planned.rebuild) {
      add(Action::drop, {});
      out.back().silent = is_silent(id, planned);
      out.back().is_kept = planned.is_drop() && is_carried(id);
    }
    if (planned.is_create() || planned.rebuild) add(Action::create, {});
    if (!planned.is_alter()) return;
    if (planned.swap) append_swap(id, planned, out);
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
    if (planned.handed_over) {
      std::visit([&](const auto& each) { each.hand_over(planned.alteration); }, planned.now->object);
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

#include "catalog/whole.hpp"

#include "catalog/closure.hpp"
#include "grammar/expression.hpp"

#include <fmt/core.h>

#include <map>
#include <set>
#include <string>
#include <utility>

namespace limbeck::catalog {
namespace {

bool needs_printing(const Object& object) {
  return std::visit([](const auto& each) { return std::decay_t<decltype(each)>::is_printed_whole && !each.is_plain(); },
                    object);
}

std::string text_of(const Object& object) {
  sql::Script script;
  std::visit([&](const auto& each) { each.create({}, {}, script); }, object);
  std::string text;
  for (const sql::Statement& statement : script.statements()) text += statement.text + ";";
  return text;
}

std::vector<std::string*> queries_of(Object& object) {
  std::vector<std::string*> queries;
  const auto sink = [&](const ExpressionUse& use) {
    if (use.shape == ExpressionUse::Shape::query) queries.push_back(use.text);
  };
  std::visit([&](auto& each) { each.expressions(sink); }, object);
  return queries;
}

// Whether the grammar proves that the texts which only PostgreSQL understands are the same: they take the live words.
bool take_same_tokens(Object& desired, const Object& live) {
  Object copy = live;
  const std::vector<std::string*> before = queries_of(copy);
  const std::vector<std::string*> after = queries_of(desired);
  if (after.empty() && grammar::same_tokens(text_of(live), text_of(desired))) {
    desired = live;
    return true;
  }
  bool same = before.size() == after.size() && !after.empty();
  for (std::size_t i = 0; i < after.size() && same; ++i) {
    same = grammar::same_tokens(*before[i], *after[i]);
    if (same) *after[i] = *before[i];
  }
  return same;
}

using Printed = std::map<ObjectId, Object>;

// How PostgreSQL prints the objects, each in the place of the desired one of its id. What cannot be built is missing,
// with the reason in `reasons`.
Printed print(const Printed& objects, const Schema& desired, Scratch& scratch,
              std::map<ObjectId, std::string>* reasons) {
  Schema surroundings = desired;
  std::vector<ObjectId> ids;
  for (const auto& [id, object] : objects) {
    surroundings.find(id)->object = object;
    ids.push_back(id);
  }
  surroundings.reindex();
  Built built = scratch.build(closure(surroundings, ids));
  const auto lacks_some = [&] {
    for (const ObjectId& id : ids) {
      if (built.schema.find(id) == nullptr) return true;
    }
    return false;
  };
  // What a query or a body names is not always to be seen in its text: then all that stands by itself is built.
  if (lacks_some()) {
    std::vector<ObjectId> everything = ids;
    for (const auto& [id, entry] : surroundings.objects()) {
      const bool alone =
          std::visit([](const auto& each) { return !std::decay_t<decltype(each)>::is_dependent && !each.container(); },
                     entry.object);
      if (alone) everything.push_back(id);
    }
    built = scratch.build(closure(surroundings, everything));
  }
  Printed printed;
  for (const ObjectId& id : ids) {
    if (Entry* entry = built.schema.find(id)) {
      printed.emplace(id, std::move(entry->object));
    } else if (reasons != nullptr) {
      const auto failure = built.failed.find(id);
      (*reasons)[id] = failure == built.failed.end() ? "it was not found after it was built" : failure->second.what();
    }
  }
  return printed;
}

// The same, without letting what cannot be built take others along.
Printed print_each(const Printed& objects, const Schema& desired, Scratch& scratch) {
  Printed printed = print(objects, desired, scratch, nullptr);
  if (printed.size() == objects.size() || objects.size() == 1) return printed;
  for (const auto& [id, object] : objects) {
    if (!printed.contains(id)) printed.merge(print({{id, object}}, desired, scratch, nullptr));
  }
  return printed;
}

}  // namespace

std::vector<Undecided> settle_whole(Schema& desired, const Schema& live, const Oracle& oracle) {
  Printed asked;
  std::set<ObjectId> changed;
  for (const auto& [id, unchanging] : desired.objects()) {
    if (!needs_printing(unchanging.object)) continue;
    const Entry* existing = live.find(id);
    // With what is not compared: the columns that a query gives.
    if (existing != nullptr &&
        (existing->object == unchanging.object || take_same_tokens(desired.find(id)->object, existing->object))) {
      if (existing->object == unchanging.object) desired.find(id)->object = existing->object;
      changed.insert(id);
      continue;
    }
    asked.emplace(id, unchanging.object);
  }
  desired.reindex(changed);
  std::vector<Undecided> undecided;
  if (asked.empty()) return undecided;

  std::map<ObjectId, std::string> reasons;
  Printed printed;
  Printed doubtful;  // the live objects whose text might be another printing of the same
  std::set<ObjectId> equal;
  try {
    if (oracle.scratch == nullptr) throw Error("no scratch server may be asked");
    printed = print(asked, desired, *oracle.scratch, &reasons);
    for (const auto& [id, object] : printed) {
      if (const Entry* existing = live.find(id); existing != nullptr && existing->object != object) {
        doubtful.emplace(id, existing->object);
      }
    }
    if (!doubtful.empty()) {
      // Text reaches its fixed point at the second printing, not the first.
      const Printed live_once = print_each(doubtful, desired, *oracle.scratch);
      Printed once;
      for (const auto& [id, object] : live_once) {
        if (object == printed.at(id)) equal.insert(id);
        if (object != printed.at(id)) once.emplace(id, object);
      }
      if (!once.empty()) {
        const Printed live_twice = print_each(once, desired, *oracle.scratch);
        Printed again;
        for (const auto& [id, object] : once) again.emplace(id, printed.at(id));
        const Printed twice = print_each(again, desired, *oracle.scratch);
        for (const auto& [id, object] : once) {
          const auto l2 = live_twice.find(id);
          const auto d2 = twice.find(id);
          const bool known = l2 != live_twice.end() && d2 != twice.end();
          if ((known && l2->second == d2->second) || (l2 != live_twice.end() && l2->second == printed.at(id)) ||
              (d2 != twice.end() && d2->second == object)) {
            equal.insert(id);
          }
        }
      }
    }
  } catch (const Error& error) {
    if (error.status == ExitStatus::connection && oracle.live != nullptr && oracle.live->is_broken()) throw;
    for (const auto& [id, object] : asked) {
      const bool open = doubtful.contains(id) && !equal.contains(id);
      if (open || !printed.contains(id)) reasons.try_emplace(id, error.what());
    }
  }
  for (const auto& [id, object] : asked) {
    Entry& entry = *desired.find(id);
    const Entry* existing = live.find(id);
    const auto reason = reasons.find(id);
    if (reason != reasons.end()) {
      undecided.push_back({id, existing != nullptr ? text_of(existing->object) : "", text_of(object),
                           "it cannot be built on the scratch server: " + reason->second});
      if (existing != nullptr) entry.object = existing->object;
    } else {
      entry.object = equal.contains(id) ? existing->object : printed.at(id);
    }
  }
  desired.reindex();
  return undecided;
}

}  // namespace limbeck::catalog

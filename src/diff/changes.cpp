#include "diff/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace limbeck::diff {
namespace {

// Whether the object's container comes or goes with it, so that its own change says nothing new.
bool goes_with_container(const Operation& operation, const std::vector<ObjectId>& whole) {
  const std::optional<ObjectId> container = container_of(operation.now != nullptr ? *operation.now : *operation.was);
  return container && std::binary_search(whole.begin(), whole.end(), *container);
}

std::string said_of(const Written::Item& item) {
  return fmt::format("{} = {}", item.key, fmt::join(item.values, ", "));
}

// What stands in entries of its own is not part of it: a table's columns, a column's default.
std::string said_of(const Object& object, const ObjectId& id) {
  const Namer namer{id.schema};
  const std::optional<Written> written = std::visit([&](const auto& each) { return each.written({}, namer); }, object);
  if (!written) {
    if (const auto attached = std::visit([&](const auto& each) { return each.attachment(namer); }, object)) {
      return fmt::format("{}", fmt::join(attached->item.values, ", "));
    }
    return std::visit([](const auto& each) { return each.inline_text({}); }, object);
  }
  std::string text = written->definition;
  for (const Written::Item& item : written->items) text += (text.empty() ? "" : "; ") + said_of(item);
  return text;
}

SourceRange place_of(const ObjectId& id, const Entry* entry, const Schema& live, const Schema& desired) {
  if (const Entry* now = desired.find(id)) return now->where;
  const std::optional<ObjectId> container = entry == nullptr ? std::nullopt : container_of(*entry);
  return container ? place_of(*container, live.find(*container), live, desired) : SourceRange{};
}

}  // namespace

std::string to_text(const Change& change) {
  const std::string name = display_name(change.id);
  if (change.verb == "renamed") {
    if (change.was == name) return fmt::format("renamed values of {} '{}'", change.id.kind, name);
    return fmt::format("renamed {} '{}' to '{}'", change.id.kind, change.was, name);
  }
  return fmt::format("{} {} '{}'", change.verb, change.id.kind, name);
}

std::vector<Change> changes_of(const std::vector<Operation>& operations, const Renames& renames, const Schema& live,
                               const Schema& desired) {
  std::vector<ObjectId> added;
  std::vector<ObjectId> removed;
  for (const Operation& operation : operations) {
    if (operation.was == nullptr) added.push_back(operation.id());
    if (operation.now == nullptr) removed.push_back(operation.id());
  }
  std::sort(added.begin(), added.end());
  std::sort(removed.begin(), removed.end());
  std::vector<Change> changes;
  for (const Renamed& each : renames) {
    changes.push_back({"renamed", each.now, display_name(each.was)});
    changes.back().where = place_of(each.now, nullptr, live, desired);
  }
  for (const Operation& operation : operations) {
    if (operation.was == nullptr && goes_with_container(operation, added)) continue;
    if (operation.now == nullptr && goes_with_container(operation, removed)) continue;
    const std::string_view verb = operation.was == nullptr ? "added" : operation.now == nullptr ? "removed" : "changed";
    Change& change = changes.emplace_back(Change{verb, operation.id(), ""});
    change.where = place_of(change.id, operation.was, live, desired);
    if (operation.was != nullptr) change.before = said_of(operation.was->object, change.id);
    if (operation.now != nullptr) change.after = said_of(operation.now->object, change.id);
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return std::pair{rank_of(a.id.kind), a.id} < std::pair{rank_of(b.id.kind), b.id};
  });
  return changes;
}

void attribute(std::vector<Change>& changes, const Schema& live, const Schema& desired,
               const std::vector<std::vector<ObjectId>>& upgrade, const std::vector<std::vector<ObjectId>>& downgrade) {
  std::map<ObjectId, std::vector<Change*>> known;
  for (Change& change : changes) known[change.id].push_back(&change);
  const auto holder_of = [&](ObjectId id) {
    auto found = known.find(id);
    while (found == known.end()) {
      const Entry* was = live.find(id);
      const Entry* now = desired.find(id);
      if ((was == nullptr) == (now == nullptr)) break;
      const std::optional<ObjectId> container = container_of(was != nullptr ? *was : *now);
      if (!container) break;
      id = *container;
      found = known.find(id);
    }
    return found;
  };
  const auto tell = [&](const std::vector<std::vector<ObjectId>>& about, std::vector<std::size_t> Change::*statements) {
    for (std::size_t i = 0; i < about.size(); ++i) {
      for (const ObjectId& id : about[i]) {
        const auto found = holder_of(id);
        if (found == known.end()) continue;
        for (Change* change : found->second) {
          std::vector<std::size_t>& out = change->*statements;
          if (out.empty() || out.back() != i) out.push_back(i);
        }
      }
    }
  };
  tell(upgrade, &Change::upgrade);
  tell(downgrade, &Change::downgrade);
}

}  // namespace limbeck::diff

#include "diff/order_graph.hpp"
#include "diff/step.hpp"
#include "model/error.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace limbeck::diff {
namespace {

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
  if (fires_on_ddl(step.now != nullptr ? *step.now : *step.was)) return step.drops() ? -1 : 8;
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
      return step.commits() ? 0 : 4;
  }
}

using SortKey = std::tuple<int, int, std::string, std::string, int, std::string, std::string, Place>;

SortKey key_of(const Step& step, Place index) {
  const int rank = static_cast<int>(rank_of(step.id.kind));
  const Entry& entry = step.now != nullptr ? *step.now : *step.was;
  return {phase(step),  step.drops() ? -rank : rank, step.id.schema, step.id.parent, entry.position,
          step.id.name, step.id.signature,           index};
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
  std::vector<std::set<Place>> before = waits_between(steps, from, to, true);
  std::vector<Place> sequence = sorted(steps, before);
  if (sequence.size() < steps.size()) {
    before = waits_between(steps, from, to, false);
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

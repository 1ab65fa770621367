#pragma once
// What the passes hand to each other: diff makes operations, expand makes steps of them, order sorts the steps, fold
// makes statements. None of them knows a kind.

#include "diff/attributed_script.hpp"
#include "kinds/schema.hpp"
#include "model/error.hpp"
#include "sql/script.hpp"

#include <optional>
#include <vector>

namespace limbeck::diff {

// Create has no `was`, drop no `now`. Both point into the schemas that were compared.
struct Operation {
  const Entry* was = nullptr;
  const Entry* now = nullptr;
  [[nodiscard]] ObjectId id() const { return id_of((now != nullptr ? now : was)->object); }
};

enum class Action {
  lock,   // before a swap touches anything
  check,  // rows that would not survive one
  drop,
  begin_swap,  // the old type is renamed away, the new one created
  alter,
  convert,  // a column begins to use the new type
  create,
  fill,      // the rows of a table made again go into the new one
  end_swap,  // the old type or table goes
};

struct Step {
  Action action = Action::alter;
  ObjectId id;
  const Entry* was = nullptr;
  const Entry* now = nullptr;
  sql::Script script;         // of lock, check, alter, convert and the swaps; creates and drops are printed by fold
  bool rebuilt = false;       // a drop or create that belongs together with the other
  bool with_members = false;  // of a swap: what stands in the object is made again, too
  bool silent = false;        // a drop that says nothing: the old table of a swap takes the object along
  bool is_kept = false;       // what is in it was copied before it is dropped

  // Locks and checks come before everything else.
  [[nodiscard]] bool prepares() const { return action == Action::lock || action == Action::check; }
  // And these when the new object is there.
  [[nodiscard]] bool completes() const { return action == Action::fill || action == Action::end_swap; }
  [[nodiscard]] bool drops() const { return action == Action::drop; }
  // Whether a transaction ends with it: the value that it adds to an enum can't be used before.
  [[nodiscard]] bool commits() const;
  [[nodiscard]] bool makes() const { return !prepares() && !completes() && action != Action::drop; }
  [[nodiscard]] bool unmakes() const { return !prepares() && !completes() && action != Action::create; }
};

// The object whose drop takes this one along.
[[nodiscard]] std::optional<ObjectId> container_of(const Entry& entry);
// Whether it stands below the other, directly or not.
[[nodiscard]] bool stands_in(const Entry& entry, const ObjectId& outer, const Schema& schema);
// A part of a partitioned table, or what makes it one.
[[nodiscard]] bool is_part(const Object& object);

// A total order of the steps, and which must come before which (indices into `steps`).
struct Ordered {
  std::vector<Step> steps;
  std::vector<std::vector<std::size_t>> before;  // of each step: the steps it needs first
  std::vector<std::vector<std::size_t>> after;   // and those that wait for it
};

// Pure passes, in this order.
[[nodiscard]] std::vector<Operation> diff(const Schema& from, const Schema& to);
// Adds what a replacement forces on its dependents. Throws Error, where objects that
// limbeck does not model stand in the way, or values that would not become others: it names them.
[[nodiscard]] std::vector<Step> expand(const std::vector<Operation>& operations, const Schema& from, const Schema& to);
// One stable topological sort. Throws Error naming the path of a cycle.
[[nodiscard]] Ordered order(std::vector<Step> steps, const Schema& from, const Schema& to);
// Puts neighbours into one idiomatic statement: columns into CREATE TABLE, what goes with its table into DROP TABLE.
[[nodiscard]] AttributedScript fold(const Ordered& ordered);

}  // namespace limbeck::diff

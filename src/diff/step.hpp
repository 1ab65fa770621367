#pragma once
// What the passes hand to each other: diff makes operations, expand makes steps of them, order sorts the steps, fold
// makes statements. None of them knows a kind.

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
  end_swap,  // the old type goes
};

struct Step {
  Action action = Action::alter;
  ObjectId id;
  const Entry* was = nullptr;
  const Entry* now = nullptr;
  sql::Script script;    // of lock, check, alter, convert and the swaps; creates and drops are printed by fold
  bool rebuilt = false;  // a drop or create that belongs together with the other

  // Locks and checks come before everything else.
  [[nodiscard]] bool prepares() const { return action == Action::lock || action == Action::check; }
  [[nodiscard]] bool makes() const { return !prepares() && action != Action::drop && action != Action::end_swap; }
  [[nodiscard]] bool unmakes() const { return !prepares() && action != Action::create && action != Action::end_swap; }
};

// A total order of the steps, and which must come before which (indices into `steps`).
struct Ordered {
  std::vector<Step> steps;
  std::vector<std::vector<std::size_t>> before;  // of each step: the steps it needs first
  std::vector<std::vector<std::size_t>> after;   // and those that wait for it
};

// Objects that limbeck does not model stand in the way, or values that would not become others.
class Barred : public Error {
 public:
  using Error::Error;
};

// Pure passes, in this order.
[[nodiscard]] std::vector<Operation> diff(const Schema& from, const Schema& to);
// Adds what a replacement forces on its dependents. Throws Barred, which names them.
[[nodiscard]] std::vector<Step> expand(const std::vector<Operation>& operations, const Schema& from, const Schema& to);
// One stable topological sort. Throws Error naming the path of a cycle.
[[nodiscard]] Ordered order(std::vector<Step> steps, const Schema& from, const Schema& to);
// Puts neighbours into one idiomatic statement: columns into CREATE TABLE, what goes with its table into DROP TABLE.
[[nodiscard]] sql::Script fold(const Ordered& ordered);

}  // namespace limbeck::diff

#pragma once
// An object of a model before the names of all of them are settled.

#include "kinds/schema.hpp"
#include "model/field.hpp"

#include <deque>

namespace limbeck {

struct Draft {
  Object object;
  Hints hints;
  Text at;               // where the model says it; the value is of no interest
  int position = 0;      // among the objects of its table
  bool unnamed = false;  // the model gives no name
  // The SQL of its entry; null if it has none. Not owned: the loader's.
  const Text* definition = nullptr;
};

// They are large and many: growing moves none of them.
using Drafts = std::deque<Draft>;

}  // namespace limbeck

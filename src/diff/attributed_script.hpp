#pragma once
// A script, and of each of its statements the objects that it is about: CREATE TABLE is about its columns, too. Those
// of a statement that belongs to the way as a whole are none.

#include "model/name.hpp"
#include "sql/script.hpp"

#include <utility>
#include <vector>

namespace limbeck::diff {

struct AttributedScript {
  sql::Script script;
  std::vector<std::vector<ObjectId>> about;

  void append(sql::Script more, const std::vector<ObjectId>& objects) {
    about.insert(about.end(), more.statements().size(), objects);
    script.append(std::move(more));
  }
  void append(AttributedScript more) {
    for (std::vector<ObjectId>& each : more.about) about.push_back(std::move(each));
    script.append(std::move(more.script));
  }
};

}  // namespace limbeck::diff

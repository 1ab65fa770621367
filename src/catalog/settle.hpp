#pragma once
// PostgreSQL is the judge (design: comparison): what the desired schema says in other words than the live one takes the
// live words, so that the differ can compare texts; what is new or different takes the words that mean the same in
// every session. Nothing of a model is executed: the live server parses in one transaction that is rolled back, and
// what needs real objects is built on a scratch server.

#include "catalog/scratch.hpp"
#include "kinds/schema.hpp"
#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace limbeck::catalog {

// Who can be asked.
struct Oracle {
  pg::Connection* live = nullptr;  // the database that `live` was read from
  bool may_write = true;           // whether it may be asked through temporary objects; else it is only read
  Scratch* scratch = nullptr;
  std::vector<std::string> search_path = {"public"};  // where models look up names after the object's own schema
};

struct Undecided {
  ObjectId id;
  std::string live;
  std::string desired;
  std::string reason;
  SourceRange where = {};  // in the models
};

// What nobody could tell is undecided, and takes the live text too: no SQL is written for it. Throws Error with
// diagnostics of all texts that PostgreSQL refuses, if it is not because they name what the models add; and if a
// connection fails.
[[nodiscard]] std::vector<Undecided> settle(Schema& desired, const Schema& live, const Oracle& oracle);

}  // namespace limbeck::catalog

#pragma once
// PostgreSQL is the judge (design: comparison): expressions of the desired schema that mean what the live ones mean
// take their text, so that the differ can compare texts. Nothing of a model is executed; all happens in one transaction
// that is rolled back.

#include "kinds/schema.hpp"
#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace limbeck::catalog {

struct Undecided {
  ObjectId id;
  std::string live;
  std::string desired;
  std::string reason;
};

// `judge` may be null: then only the grammar decides, and what it cannot prove equal is undecided. Undecided
// expressions take the live text too: no SQL is written for them. A desired text that does not
// parse on the server counts as different. Throws Error if the connection fails.
// `search_path` is where models look up names after the object's own schema.
[[nodiscard]] std::vector<Undecided> settle(Schema& desired, const Schema& live, pg::Connection* judge,
                                            const std::vector<std::string>& search_path = {"public"});

}  // namespace limbeck::catalog

#pragma once
// A place where schemas can be built to see how PostgreSQL takes them. Implemented above this folder, since it needs
// the differ's plans.

#include "kinds/schema.hpp"
#include "model/error.hpp"
#include "pg/connection.hpp"

#include <map>

namespace limbeck::catalog {

// What became of a schema that was built in an empty database.
struct Built {
  Schema schema;                         // as the catalog has it
  std::map<ObjectId, Error> failed;      // what could not be made; what stands in it is not listed again
  pg::Connection* connection = nullptr;  // to that database, until the next one is built
};

class Scratch {
 public:
  virtual ~Scratch() = default;
  // Throws Error if there is no server.
  [[nodiscard]] virtual Built build(const Schema& part) = 0;
};

}  // namespace limbeck::catalog

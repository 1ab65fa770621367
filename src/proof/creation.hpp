#pragma once
// A schema made in an empty database, for scratch servers: by the statements that a revision from nothing would have.

#include "kinds/schema.hpp"
#include "pg/connection.hpp"
#include "sql/script.hpp"

#include <map>
#include <string>
#include <vector>

namespace limbeck::proof {

// Of extensions: those that the server does not have.
void leave_versions_open(Schema& schema, pg::Connection& connection);

// Objects are made one after the other, each under the search path of its schema. One that fails is tried again after
// the others: what it names may come later. What could not be made, and why. Leaves another search_path behind.
std::map<ObjectId, Error> create_in(pg::Connection& connection, const sql::Script& creation,
                                    const std::vector<std::string>& search_path);

}  // namespace limbeck::proof

#pragma once
// Privileges that objects are born with where there are default privileges. A model names all privileges of an object,
// so those that it does not name have to be taken away from what is made.

#include "kinds/schema.hpp"

namespace limbeck {

// Where default privileges stay as they are, each object that they are about gets a grant to each of their grantees in
// both schemas, if only to say that there is none. Default privileges that change are not there while objects are made.
void expect_default_privileges(Schema& live, Schema& desired);

}  // namespace limbeck

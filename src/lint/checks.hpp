#pragma once
// Private to lint: each looks at one statement for the rules of a group, and reports to the context.

#include "lint/context.hpp"
#include "lint/statement.hpp"

namespace limbeck::lint {

void check_transaction(const Statement& statement, Context& context);  // what fails, and what SET leaves behind
void check_losses(const Statement& statement, Context& context);       // rows and objects that go
void check_locks(const Statement& statement, Context& context);        // what blocks clients
void check_clients(const Statement& statement, Context& context);      // what clients notice or is regretted later

}  // namespace limbeck::lint

#pragma once
// Objects that only a server which has built them can print: views, SQL bodies of functions. They are built on the
// scratch server, with what they need, and read back.

#include "catalog/settle.hpp"

namespace limbeck::catalog {

[[nodiscard]] std::vector<Undecided> settle_whole(Schema& desired, const Schema& live, const Oracle& oracle);

}  // namespace limbeck::catalog

#pragma once
// The expressions inside of objects: which of them are equal, and how the others are written.

#include "catalog/settle.hpp"

namespace limbeck::catalog {

[[nodiscard]] std::vector<Undecided> settle_expressions(Schema& desired, const Schema& live, const Oracle& oracle,
                                                        Diagnostics& mistakes);

}  // namespace limbeck::catalog

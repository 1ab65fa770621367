#pragma once
// An error in a revision file, as one expression.

#include "model/diagnostic.hpp"

#include <string>

namespace limbeck::history {

[[nodiscard]] Diagnostic mistake(std::string message, SourceRange where, std::string hint = {},
                                 std::string excerpt = {});

}  // namespace limbeck::history

#include "history/mistake.hpp"

#include <utility>

namespace limbeck::history {

Diagnostic mistake(std::string message, SourceRange where, std::string hint, std::string excerpt) {
  return {Severity::error, std::move(message), std::move(where), std::move(excerpt), std::move(hint)};
}

}  // namespace limbeck::history

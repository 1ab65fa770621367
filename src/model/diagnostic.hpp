#pragma once
// What limbeck has to say about a user's input. Errors of users are values, collected and reported all at once;
// Error (error.hpp) is thrown only when a command cannot go on.

#include "model/source.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

enum class Severity { error, warning, note };

struct Diagnostic {
  Severity severity = Severity::error;
  std::string message;  // what is wrong, naming the object
  SourceRange where;    // file empty: no place in a file
  std::string excerpt;  // the line of the file, without its end; empty: not shown
  std::string hint;     // the next step to take; may be empty
  bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

[[nodiscard]] bool has_errors(const Diagnostics& diagnostics);

// "file:line:column: error: message", the line with a caret below it, "hint: ...". Ends with a newline. No colours.
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic);

// Of `candidates` the one that `word` is most likely a misspelling of; empty if none is near.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace limbeck

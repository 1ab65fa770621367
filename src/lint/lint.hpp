#pragma once
// Revisions -> findings: what is unsafe on a database that is in use, told from the statements of the file alone. No
// database. What stands in strings, and so in DO blocks and bodies of functions, is not looked at.

#include "history/revision.hpp"
#include "lint/rules.hpp"
#include "model/diagnostic.hpp"

#include <string>
#include <vector>

namespace limbeck::lint {

// Rules by their id. The first list that names a rule decides.
struct Options {
  std::vector<std::string> ignored;
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
  std::string default_schema = "public";  // of names without one
};

// Throws Error (status usage) for a rule that is none.
void require_known_rules(const Options& options);

struct Finding {
  const Rule* rule = nullptr;
  Diagnostic diagnostic;  // its severity is that of the options; its message does not name the rule
};

// In the order of the file. Of what a downgrade does, only what makes it fail.
[[nodiscard]] std::vector<Finding> lint(const history::Revision& revision, const Options& options = {});

}  // namespace limbeck::lint

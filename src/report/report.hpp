#pragma once
// What a command has to tell to machines: findings, each with its place, and for a comparison the SQL. The commands
// fill it in; writers.hpp turns it into JSON, SARIF and annotations. Knows nothing of schemas, revisions and rules'
// meanings.

#include "model/diagnostic.hpp"
#include "sql/script.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::report {

// One object that is not the same on both sides.
struct Difference {
  std::string verb;  // "added", "removed", "changed", "renamed": what the upgrade does
  std::string kind;
  std::string name;  // as messages give it: "public.customers.email"
  std::optional<std::string> was;
  std::optional<std::string> now;
  // The statements that are about it, or about what comes and goes with it.
  std::vector<sql::Statement> upgrade;
  std::vector<sql::Statement> downgrade;
};

struct Finding {
  std::string rule;  // its id: stable, as users switch rules off by it
  Severity severity = Severity::error;
  std::string message;
  std::string hint;   // the next step to take; may be empty
  SourceRange where;  // file empty: no place in a file
  std::optional<Difference> difference = {};
};

struct Rule {
  std::string_view id;
  std::string_view summary;  // one sentence, in general terms
};

// Why the command could not go on.
struct Failure {
  std::string message;
  std::string hint;
};

struct Report {
  std::string command;       // "check"
  std::string tool_version;  // of limbeck
  int status = 0;            // of the process
  std::vector<Rule> rules;   // those that findings may name
  std::vector<Finding> findings;
  std::optional<Failure> failure;
  // All the SQL, as the sections of a revision file.
  std::optional<std::string> upgrade;
  std::optional<std::string> downgrade;
  // SARIF and annotations tell files from here, where they lie below; empty: as they are.
  std::filesystem::path root;
};

}  // namespace limbeck::report

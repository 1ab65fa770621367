#pragma once
// What `limbeck doctor` has found out, line by line, and the part of it that a database is asked for.

#include "cli/project.hpp"
#include "kinds/schema.hpp"
#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace limbeck::cli {

struct Check {
  enum class State { ok, warning, problem };  // a problem makes a run fail
  State state = State::ok;
  std::string subject;  // "version table"
  std::string text;
  std::string next;  // the step to take; empty where there is none
};

class Examination {
 public:
  void ok(std::string subject, std::string text) { add(Check::State::ok, std::move(subject), std::move(text), {}); }
  void warn(std::string subject, std::string text, std::string next) {
    add(Check::State::warning, std::move(subject), std::move(text), std::move(next));
  }
  void problem(std::string subject, std::string text, std::string next) {
    add(Check::State::problem, std::move(subject), std::move(text), std::move(next));
  }
  [[nodiscard]] const std::vector<Check>& checks() const { return checks_; }

 private:
  void add(Check::State state, std::string subject, std::string text, std::string next) {
    checks_.push_back({state, std::move(subject), std::move(text), std::move(next)});
  }
  std::vector<Check> checks_;
};

// The server, the session that limbeck gets, and what stands between.
void examine_server(Project& project, pg::Connection& connection, Examination& examination);
// What the role may do to the database. `models` null: they cannot be read.
void examine_rights(Project& project, pg::Connection& connection, const Schema* models, Examination& examination);

}  // namespace limbeck::cli

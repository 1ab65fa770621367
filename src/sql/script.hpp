#pragma once
// The statements that an operation becomes, with what the file writer and the runner must know of each.

#include "model/name.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limbeck::sql {

// Named in the revision file beside the statement, and in --allow.
struct Hazard {
  std::string_view name;    // DATA_LOSS, MAY_FAIL, REWRITE, IRREVERSIBLE; static storage duration
  std::string text;         // one line: what happens, and to what
  std::string object = {};  // the object's name as --allow takes it; the passes fill it in
};

namespace hazard {
inline constexpr std::string_view data_loss = "DATA_LOSS";
inline constexpr std::string_view may_fail = "MAY_FAIL";
inline constexpr std::string_view rewrite = "REWRITE";
inline constexpr std::string_view irreversible = "IRREVERSIBLE";
}  // namespace hazard

struct Statement {
  std::string text;  // without the semicolon
  std::vector<Hazard> hazards;
  bool commit_after = false;            // what it makes cannot be used before its transaction ends (enum values)
  bool needs_unchecked_bodies = false;  // the unit begins with SET LOCAL check_function_bodies = off
  std::string_view without_rows = {};   // added, it keeps a query of the statement from running
  ObjectId object = {};                 // what it makes; empty where it does something else
};

class Script {
 public:
  Statement& add(std::string text) {
    statements_.push_back(Statement{std::move(text), {}});
    return statements_.back();
  }
  Statement& add(std::string text, Hazard hazard) {
    Statement& statement = add(std::move(text));
    statement.hazards.push_back(std::move(hazard));
    return statement;
  }
  // Says of each hazard that it is one of this object's, unless it is one of another's already.
  void name_hazards(const std::string& object) {
    for (Statement& statement : statements_) {
      for (Hazard& hazard : statement.hazards) {
        if (hazard.object.empty()) hazard.object = object;
      }
    }
  }
  void append(Script other) {
    for (Statement& statement : other.statements_) statements_.push_back(std::move(statement));
  }
  // Marks all of them as what makes the object.
  [[nodiscard]] Script makes(const ObjectId& object) const {
    Script out = *this;
    for (Statement& statement : out.statements_) statement.object = object;
    return out;
  }
  [[nodiscard]] Script without_hazards() const {
    Script out = *this;
    for (Statement& statement : out.statements_) statement.hazards.clear();
    return out;
  }
  [[nodiscard]] const std::vector<Statement>& statements() const { return statements_; }
  [[nodiscard]] bool empty() const { return statements_.empty(); }

 private:
  std::vector<Statement> statements_;
};

}  // namespace limbeck::sql

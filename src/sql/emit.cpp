#include "sql/emit.hpp"

#include <algorithm>

namespace limbeck::sql {
namespace {

bool stands_apart(const Statement& statement) {
  return !statement.hazards.empty() || statement.text.find('\n') != std::string::npos;
}

// A name may hold a line end, which would end the comment.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return text;
}

std::string print(const std::vector<Statement>& statements) {
  std::string out;
  const auto unchecked = [](const Statement& each) { return each.needs_unchecked_bodies; };
  const bool has_unchecked = std::any_of(statements.begin(), statements.end(), unchecked);
  // pg_dump's setting: the body of a function may name what a later statement makes.
  if (has_unchecked) out += "SET LOCAL check_function_bodies = off;\n";
  bool apart = has_unchecked;
  for (const Statement& statement : statements) {
    if (!out.empty() && (apart || stands_apart(statement))) out += '\n';
    for (const Hazard& hazard : statement.hazards) {
      out += one_line("-- hazard " + std::string(hazard.name) + ": " + hazard.text) + "\n";
    }
    out += statement.text + ";\n";
    apart = stands_apart(statement);
  }
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace

std::vector<Unit> units_of(const Script& script) {
  std::vector<Unit> units;
  std::vector<Statement> together;
  const auto close = [&] {
    if (!together.empty()) units.push_back({true, print(together)});
    together.clear();
  };
  for (const Statement& statement : script.statements()) {
    if (!together.empty() && together.back().commit_after != statement.commit_after) close();
    together.push_back(statement);
  }
  close();
  return units;
}

}  // namespace limbeck::sql

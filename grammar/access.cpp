// Policies and privileges.

#include "grammar/access.hpp"

#include "grammar/clauses.hpp"

#include <array>
#include <utility>

namespace limbeck::grammar {
namespace {

std::string take_role(Cursor& in) {
  for (const std::string_view word : {"current_user", "current_role", "session_user"}) {
    if (in.at(word)) {
      in.fail("a model means the same whoever applies it: " + std::string(word) + " is no role of it",
              "write the role's name");
    }
  }
  return in.take_name("a role");
}

void take_command(Cursor& in, PolicyDefinition& policy) {
  static constexpr std::array<std::string_view, 5> commands{"all", "select", "insert", "update", "delete"};
  for (const std::string_view command : commands) {
    if (!in.accept(command)) continue;
    policy.command = command;
    return;
  }
  in.fail_expected("ALL, SELECT, INSERT, UPDATE or DELETE");
}

PolicyDefinition take_policy(Cursor& in) {
  PolicyDefinition policy;
  if (in.accept("as")) {
    policy.restrictive = in.accept("restrictive");
    if (!policy.restrictive && !in.accept("permissive")) in.fail_expected("PERMISSIVE or RESTRICTIVE");
  }
  if (in.accept("for")) take_command(in, policy);
  if (in.accept("to")) {
    do policy.roles.push_back(take_role(in));
    while (in.accept(","));
  }
  if (in.at("using")) {
    if (policy.command == "insert") in.fail("a policy for INSERT has WITH CHECK only");
    in.take();
    policy.using_condition = take_parenthesised(in);
  }
  if (in.at("with", "check")) {
    if (policy.command == "select" || policy.command == "delete") {
      in.fail("a policy for SELECT or DELETE has no WITH CHECK");
    }
    in.take();
    in.take();
    policy.check = take_parenthesised(in);
  }
  return policy;
}

void take_part(Cursor& in, std::vector<PrivilegeUse>& into) {
  const std::size_t first = into.size();
  do {
    PrivilegeUse use;
    use.offset = in.peek().offset;
    if (in.peek().kind != TokenKind::word) in.fail_expected("a privilege, `all` or `none`");
    use.word = in.take().value;
    if (use.word == "all") in.accept("privileges");
    if (in.at("(")) use.columns = take_columns(in);
    into.push_back(std::move(use));
  } while (in.accept(","));
  if (!in.accept("with")) return;
  in.expect("grant");
  in.expect("option");
  for (std::size_t i = first; i < into.size(); ++i) into[i].grantable = true;
}

std::vector<PrivilegeUse> take_privileges(Cursor& in) {
  std::vector<PrivilegeUse> uses;
  if (in.accept("none")) return uses;
  do take_part(in, uses);
  while (in.accept(";"));
  return uses;
}

}  // namespace

Parsed<PolicyDefinition> parse_policy(std::string_view text) {
  return parse_whole(text, take_policy);
}

Parsed<std::vector<PrivilegeUse>> parse_privileges(std::string_view text) {
  return parse_whole(text, take_privileges);
}

}  // namespace limbeck::grammar

#include "grammar/access.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::grammar;

TEST_CASE("policies are read clause by clause") {
  const auto parsed = parse_policy(
      "as restrictive for update to \"A b\", public using (a in (select x.b from s.t as x)) with check (b > 0)");
  REQUIRE(parsed);
  CHECK(parsed->restrictive);
  CHECK(parsed->command == "update");
  CHECK(parsed->roles == std::vector<std::string>{"A b", "public"});
  REQUIRE(parsed->using_condition);
  CHECK(parsed->using_condition->text == "a in (select x.b from s.t as x)");
  REQUIRE(parsed->check);
  CHECK(parsed->check->text == "b > 0");
}

TEST_CASE("an empty policy is for everybody and every command") {
  const auto parsed = parse_policy("");
  REQUIRE(parsed);
  CHECK_FALSE(parsed->restrictive);
  CHECK(parsed->command == "all");
  CHECK(parsed->roles.empty());
  CHECK_FALSE(parsed->using_condition);
  CHECK_FALSE(parsed->check);
}

TEST_CASE("policies that PostgreSQL refuses") {
  struct Row {
    const char* text;
    std::size_t offset;
    const char* message;
  };
  for (const Row& row : {
           Row{"as strict", 3, "expected PERMISSIVE or RESTRICTIVE, found 'strict'"},
           Row{"for truncate", 4, "expected ALL, SELECT, INSERT, UPDATE or DELETE, found 'truncate'"},
           Row{"to current_user", 3, "a model means the same whoever applies it: current_user is no role of it"},
           Row{"for insert using (true)", 11, "a policy for INSERT has WITH CHECK only"},
           Row{"for select with check (true)", 11, "a policy for SELECT or DELETE has no WITH CHECK"},
       }) {
    CAPTURE(std::string(row.text));
    const auto parsed = parse_policy(row.text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().offset == row.offset);
    CHECK(parsed.error().message == row.message);
  }
}

TEST_CASE("relations of subqueries know their aliases") {
  const auto parsed = parse_expression(
      "exists (select 1 from s.a, s.b x join s.c as \"Y\" on true, (select 1 from s.d) z where a.i = 1)");
  REQUIRE(parsed);
  std::vector<std::string> found;
  for (const NameUse& name : parsed->names) {
    if (name.role == NameUse::Role::relation) found.push_back(name.parts.back() + "=" + name.alias);
  }
  CHECK(found == std::vector<std::string>{"a=", "b=x", "c=Y", "d="});
}

TEST_CASE("privileges, with the option for their own part") {
  const auto parsed = parse_privileges("select, INSERT (a, \"B b\") with grant option; all privileges");
  REQUIRE(parsed);
  REQUIRE(parsed->size() == 3);
  CHECK((*parsed)[0].word == "select");
  CHECK((*parsed)[0].grantable);
  CHECK((*parsed)[1].word == "insert");
  CHECK((*parsed)[1].columns == std::vector<std::string>{"a", "B b"});
  CHECK((*parsed)[1].grantable);
  CHECK((*parsed)[2].word == "all");
  CHECK_FALSE((*parsed)[2].grantable);
  const auto none = parse_privileges("none");
  REQUIRE(none);
  CHECK(none->empty());
  CHECK_FALSE(parse_privileges(""));
  CHECK_FALSE(parse_privileges("select,"));
  CHECK_FALSE(parse_privileges("none, select"));
}

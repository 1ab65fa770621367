#include "grammar/rule.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::grammar;

TEST_CASE("rules: what PostgreSQL prints and what people write") {
  const auto printed = parse_rule(
      "ON UPDATE TO public.t\n   WHERE (old.a <> new.a) DO INSTEAD ( INSERT INTO public.u (a)\n  VALUES (new.a);\n "
      "UPDATE public.w SET a = new.a FROM public.u x WHERE (x.a = w.a);\n);");
  REQUIRE(printed);
  CHECK(printed->event == "update");
  CHECK(printed->condition->text == "(old.a <> new.a)");
  CHECK(printed->instead);
  REQUIRE(printed->commands.size() == 2);
  CHECK(printed->commands[0].text == "INSERT INTO public.u (a)\n  VALUES (new.a)");
  std::vector<std::string> relations;
  for (const Expression& command : printed->commands) {
    for (const NameUse& name : command.names) {
      if (name.role == NameUse::Role::relation) relations.push_back(name.parts.back() + "=" + name.alias);
    }
  }
  CHECK(relations == std::vector<std::string>{"u=", "w=", "u=x"});

  const auto nothing = parse_rule("ON DELETE TO t DO INSTEAD NOTHING;");
  REQUIRE(nothing);
  CHECK(nothing->commands.empty());
  const auto one = parse_rule("on insert do delete from a using b where a.x = b.x");
  REQUIRE(one);
  CHECK_FALSE(one->instead);
  REQUIRE(one->commands.size() == 1);
  CHECK(one->commands[0].names[1].role == NameUse::Role::relation);
}

TEST_CASE("rules: mistakes have places") {
  struct Case {
    const char* text;
    std::size_t offset;
  };
  const std::vector<Case> cases{
      {"on select do instead nothing", 3}, {"on insert do instead", 20},         {"on insert do ()", 13},
      {"on insert do (delete from a", 27}, {"on insert do nothing nothing", 21}, {"insert do nothing", 0}};
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const auto parsed = parse_rule(each.text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().offset == each.offset);
  }
}

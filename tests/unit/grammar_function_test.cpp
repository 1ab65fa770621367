#include "grammar/definition.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::grammar;

using Names = std::vector<std::string>;

namespace {

// "inout a integer = 1": modes, names, types and defaults of all arguments.
std::string arguments_of(const FunctionDefinition& function) {
  static const char* const modes[] = {"in", "out", "inout", "variadic"};
  std::string result;
  for (const Argument& argument : function.arguments) {
    if (!result.empty()) result += ", ";
    result += modes[static_cast<std::size_t>(argument.mode)];
    if (argument.name) result.append(" ").append(*argument.name);
    result += ' ';
    result += builtin_type(argument.type).value_or(argument.type.name.back());
    if (argument.default_value) result.append(" = ").append(argument.default_value->text);
  }
  return result;
}

}  // namespace

TEST_CASE("arguments have a mode, perhaps a name, and a type") {
  struct Row {
    std::string text;
    std::string arguments;
  };
  for (const Row& row : std::vector<Row>{
           {"()", ""},
           {"(integer, text)", "in integer, in text"},
           {"(a int, \"B\" text default 'x')", "in a integer, in B text = 'x'"},
           {"(a int = 3 + 4)", "in a integer = 3 + 4"},
           {"(in a int, out b int, inout c int, in out d int, variadic e int[])",
            "in a integer, out b integer, inout c integer, inout d integer, variadic e integer[]"},
           {"(a in int, b out int, c inout int)", "in a integer, out b integer, inout c integer"},
           {"(out int)", "out integer"},
           {"(double precision, a double precision)", "in double precision, in a double precision"},
           {"(character varying, timestamp with time zone)", "in character varying, in timestamp with time zone"},
           {"(interval day to second, a interval)", "in interval day to second, in a interval"},
           {"(name, name name, date date, json json, value text)",
            "in name, in name name, in date date, in json json, in value text"},
           {"(s.mood, mood, m s.mood, n mood, \"M\" \"mood\")", "in mood, in mood, in m mood, in n mood, in M mood"},
           {"(a int[] default '{}'::int[], int array)", "in a integer[] = '{}'::int[], in integer[]"},
           {"(left int)", "in left integer"},
       }) {
    CAPTURE(row.text);
    const auto function = parse_function(std::string(row.text) + " language sql as ''");
    REQUIRE(function);
    CHECK(arguments_of(*function) == row.arguments);
  }
}

TEST_CASE("a function is read clause by clause") {
  const auto parsed = parse_function(
      "(a int)\n RETURNS SETOF public.t\n LANGUAGE \"C\" STABLE STRICT SECURITY DEFINER NOT LEAKPROOF PARALLEL SAFE "
      "COST "
      "0.5 ROWS 10 WINDOW SUPPORT s.f SET search_path TO 'a', \"B\", pg_temp SET work_mem = '1MB' SET x.y TO -1\n"
      "AS 'lib', $$sym$$");
  REQUIRE(parsed);
  CHECK(parsed->returns->name == Names{"public", "t"});
  CHECK(parsed->returns_set);
  CHECK(parsed->language == "C");
  CHECK(parsed->volatility == "stable");
  CHECK(parsed->strict == true);
  CHECK(parsed->security_definer == true);
  CHECK(parsed->leakproof == false);
  CHECK(parsed->parallel == "safe");
  CHECK(parsed->cost == "0.5");
  CHECK(parsed->rows == "10");
  CHECK(parsed->window);
  CHECK(parsed->support->parts == Names{"s", "f"});
  using Settings = std::vector<std::pair<std::string, std::string>>;
  CHECK(parsed->set == Settings{{"search_path", "'a', \"B\", pg_temp"}, {"work_mem", "'1MB'"}, {"x.y", "-1"}});
  CHECK(parsed->body == "lib");
  CHECK(parsed->link_symbol == "sym");
}

TEST_CASE("bodies are kept byte for byte") {
  struct Row {
    std::string text;
    std::string body;
    std::string sql_body;
    std::size_t offset;
  };
  for (const Row& row : std::vector<Row>{
           {"() as $f$ it's;\n\t$$ $f$", " it's;\n\t$$ ", "", 9},
           {"() as 'it''s'", "it's", "", 7},
           {"() as E'a\\nb'", "a\nb", "", 8},
           {"() language sql as ''", "", "", 20},
           {"() returns int return 1 + 2 ", "", "return 1 + 2", 15},
           {"() BEGIN ATOMIC\n SELECT 1;\n SELECT CASE WHEN a THEN b END;\nEND ", "",
            "BEGIN ATOMIC\n SELECT 1;\n SELECT CASE WHEN a THEN b END;\nEND", 3},
       }) {
    CAPTURE(row.text);
    const auto function = parse_function(row.text);
    REQUIRE(function);
    CHECK(function->body.has_value() == (row.sql_body[0] == '\0'));
    CHECK(function->body.value_or("") == row.body);
    CHECK(function->sql_body.value_or("") == row.sql_body);
    CHECK(function->body_offset == row.offset);
  }
}

TEST_CASE("returns table") {
  const auto parsed = parse_function("() RETURNS TABLE(id bigint, \"N\" character varying) LANGUAGE sql AS 'x'");
  REQUIRE(parsed);
  CHECK_FALSE(parsed->returns);
  REQUIRE(parsed->returns_table.size() == 2);
  CHECK(parsed->returns_table[0].name == "id");
  CHECK(parsed->returns_table[1].name == "N");
  CHECK(builtin_type(parsed->returns_table[1].type) == "character varying");
}

TEST_CASE("a wrong function is refused at the token that is wrong") {
  struct Row {
    std::string text;
    std::size_t offset;
    std::string message;
  };
  for (const Row& row : std::vector<Row>{
           {"returns int as ''", 0, "expected '(', found 'returns'"},
           {"(a int,) as ''", 7, "expected a type, found ')'"},
           {"(a b c) as ''", 5, "expected ')' to close the '(' at character 1, found 'c'"},
           {"(a int default) as ''", 14, "expected an expression, found ')'"},
           {"(a setof int) as ''", 3, "an argument is one value of its type, not a set"},
           {"() returns int language sql", 27, "expected AS and the function's body, found the end"},
           {"() as select 1", 6, "expected the function's body as a string, found 'select'"},
           {"() as 'a' as 'b'", 10, "the body is given twice"},
           {"() as 'a' return 1", 10, "the body is given twice"},
           {"() stable immutable as ''", 10, "the volatility is given twice"},
           {"() language sql language sql as ''", 16, "LANGUAGE is given twice"},
           {"() parallel fast as ''", 12, "expected SAFE, RESTRICTED or UNSAFE, found 'fast'"},
           {"() cost many as ''", 8, "expected a number, found 'many'"},
           {"() set search_path as ''", 19, "expected TO, found 'as'"},
           {"() set search_path from current as ''", 19, "FROM CURRENT is no value: write the setting's value"},
           {"() returns t.a%type as ''", 14, "write the type itself, not a reference to a column"},
           {"() transform for type t as ''", 3, "TRANSFORM is not supported"},
           {"() begin atomic select 1;", 25, "expected END of the body that begins with BEGIN ATOMIC, found the end"},
           {"() return 1 immutable", 12, "'immutable' has no place here"},
           {"() as '' foo", 9, "expected LANGUAGE, AS or another option of a function, found 'foo'"},
           {"() as '';", 8, "a ';' has no place here"},
       }) {
    CAPTURE(row.text);
    const auto function = parse_function(row.text);
    REQUIRE_FALSE(function);
    CHECK(function.error().offset == row.offset);
    CHECK(function.error().message == row.message);
  }
}

TEST_CASE("a trigger is read clause by clause") {
  const auto parsed = parse_trigger(
      "constraint after insert or update of a, \"B\" or delete on s.t from r not deferrable initially immediate "
      "for each row when (new.a > 0) execute function s.f('it''s', 1.50, $$x$$, foo)");
  REQUIRE(parsed);
  CHECK(parsed->constraint);
  CHECK(parsed->timing == "after");
  CHECK(parsed->on_insert);
  CHECK(parsed->on_update);
  CHECK(parsed->on_delete);
  CHECK_FALSE(parsed->on_truncate);
  CHECK(parsed->update_columns == Names{"a", "B"});
  CHECK(parsed->table->parts == Names{"s", "t"});
  CHECK(parsed->from->parts == Names{"r"});
  CHECK(parsed->deferrability.deferrable == false);
  CHECK(parsed->deferrability.initially_deferred == false);
  CHECK(parsed->for_each_row);
  CHECK(parsed->when->text == "new.a > 0");
  CHECK(parsed->function.parts == Names{"s", "f"});
  CHECK(parsed->arguments == Names{"it's", "1.50", "x", "foo"});

  const auto statement =
      parse_trigger("after update referencing old table as o new table n for statement execute procedure f()");
  REQUIRE(statement);
  CHECK_FALSE(statement->table);
  CHECK_FALSE(statement->for_each_row);
  CHECK(statement->old_table == "o");
  CHECK(statement->new_table == "n");
  CHECK(statement->arguments.empty());
  CHECK(parse_trigger("instead of delete for each row execute function f()")->timing == "instead of");
  CHECK(parse_trigger("before truncate execute function f()")->on_truncate);
}

TEST_CASE("a wrong trigger is refused at the token that is wrong") {
  struct Row {
    std::string text;
    std::size_t offset;
    std::string message;
  };
  for (const Row& row : std::vector<Row>{
           {"", 0, "expected BEFORE, AFTER or INSTEAD OF, found the end"},
           {"before select execute function f()", 7, "expected INSERT, UPDATE, DELETE or TRUNCATE, found 'select'"},
           {"before insert or insert execute function f()", 17, "an event is given twice"},
           {"before update of execute function f()", 25, "expected 'execute', found 'function'"},
           {"before insert for each row when new.a execute function f()", 32, "expected '(', found 'new'"},
           {"before insert for row execute f()", 30, "expected FUNCTION, found 'f'"},
           {"before insert for row execute function f", 40, "expected '(', found the end"},
           {"before insert for row execute function f(,)", 41, "expected a string or a number, found ','"},
           {"before insert for row execute function f('a',)", 45, "expected a string or a number, found ')'"},
           {"after insert deferrable for row execute function f()", 24,
            "FROM and DEFERRABLE are for constraint triggers"},
           {"constraint before insert execute function f()", 18, "a constraint trigger is AFTER"},
           {"after update referencing old row as o execute function f()", 29,
            "a transition ROW is not supported by PostgreSQL: use TABLE"},
       }) {
    CAPTURE(row.text);
    const auto trigger = parse_trigger(row.text);
    REQUIRE_FALSE(trigger);
    CHECK(trigger.error().offset == row.offset);
    CHECK(trigger.error().message == row.message);
  }
}

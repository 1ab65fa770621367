#include "grammar/definition.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::grammar;

using Names = std::vector<std::string>;

TEST_CASE("an index definition is read clause by clause") {
  const auto parsed = parse_index(
      "unique using gist (lower(name) collate pg_catalog.\"C\" s.ops (siglen = '32', x) desc nulls last, \"B\", (a + "
      "1)) "
      "include (c, d) nulls not distinct with (fillfactor = 70, buffering = off) tablespace fast where c > 0 and d");
  REQUIRE(parsed);
  CHECK(parsed->unique);
  CHECK(parsed->method == "gist");
  REQUIRE(parsed->keys.size() == 3);
  const IndexKey& first = parsed->keys[0];
  CHECK_FALSE(first.column);
  CHECK(first.expression->text == "lower(name)");
  CHECK(first.collation->parts == Names{"pg_catalog", "C"});
  CHECK(first.operator_class->parts == Names{"s", "ops"});
  CHECK(first.operator_class_parameters == StorageParameters{{"siglen", "32"}, {"x", "true"}});
  CHECK(first.descending);
  CHECK(first.nulls_first == false);
  CHECK(first.offset == 19);
  CHECK(parsed->keys[1].column == "B");
  CHECK_FALSE(parsed->keys[1].nulls_first);
  CHECK(parsed->keys[2].expression->text == "a + 1");
  CHECK(parsed->include == Names{"c", "d"});
  CHECK(parsed->nulls_not_distinct);
  CHECK(parsed->with == StorageParameters{{"fillfactor", "70"}, {"buffering", "off"}});
  CHECK(parsed->with.begin()->first == "fillfactor");
  // Another order is no difference, another value is.
  CHECK(parsed->with == StorageParameters{{"buffering", "off"}, {"fillfactor", "70"}});
  CHECK(parsed->with != StorageParameters{{"buffering", "off"}, {"fillfactor", "71"}});
  CHECK(parsed->tablespace == "fast");
  CHECK(parsed->where->text == "c > 0 and d");
}

TEST_CASE("keys are columns, calls or parenthesised expressions") {
  struct Row {
    std::string text;
    std::string column;
    std::string expression;
  };
  for (const Row& row : std::vector<Row>{
           {"(a)", "a", ""},
           {"(A asc nulls first)", "a", ""},
           {"(\"A b\" text_pattern_ops)", "A b", ""},
           {"((a))", "a", ""},  // PostgreSQL takes it for the column
           {"((a.b))", "", "a.b"},
           {"(((a)::text))", "", "(a)::text"},
           {"(((data ->> 'a'::text)))", "", "(data ->> 'a'::text)"},
           {"(lower(a))", "", "lower(a)"},
           {"(s.f(a, b) desc)", "", "s.f(a, b)"},
           {"(COALESCE(status, 'x'::character varying))", "", "COALESCE(status, 'x'::character varying)"},
           {"(EXTRACT(year FROM updated))", "", "EXTRACT(year FROM updated)"},
           {"(cast(a as text))", "", "cast(a as text)"},
           {"(left(a, 3))", "", "left(a, 3)"},
           {"(upper)", "upper", ""},
       }) {
    CAPTURE(row.text);
    const auto index = parse_index(row.text);
    REQUIRE(index);
    REQUIRE(index->keys.size() == 1);
    CHECK(index->keys[0].column.value_or("") == row.column);
    CHECK((index->keys[0].expression ? index->keys[0].expression->text : "") == row.expression);
  }
}

TEST_CASE("a wrong index is refused at the token that is wrong") {
  struct Row {
    std::string text;
    std::size_t offset;
    std::string message;
  };
  const char* const parentheses = "an expression that is no function call needs parentheses in an index";
  for (const Row& row : std::vector<Row>{
           {"a", 0, "expected '(', found 'a'"},
           {"()", 1, "expected a column or an expression, found ')'"},
           {"(a,)", 3, "expected a column or an expression, found ')'"},
           {"(a + 1)", 3, "expected ')' to close the '(' at character 1, found '+'"},
           {"((a)::text)", 4, parentheses},
           {"(a.b)", 1, parentheses},
           {"(select)", 1, "expected a column or an expression, but 'select' is a reserved word"},
           {"(a nulls)", 8, "expected FIRST or LAST, found ')'"},
           {"(a) include ()", 13, "expected a column, found ')'"},
           {"(a) with ()", 10, "expected a parameter, found ')'"},
           {"(a) with (fillfactor = )", 23, "expected a value, found ')'"},
           {"(a) where", 9, "expected an expression, found the end"},
           {"(a) where b > 0 tablespace x", 16, "'tablespace' has no place here"},
           {"concurrently (a)", 0, "expected '(', found 'concurrently'"},
       }) {
    CAPTURE(row.text);
    const auto index = parse_index(row.text);
    REQUIRE_FALSE(index);
    CHECK(index.error().offset == row.offset);
    CHECK(index.error().message == row.message);
  }
}

TEST_CASE("sequence options") {
  const auto parsed = parse_sequence(
      "as int start with 1_000 increment by -5 minvalue -10 no maxvalue cache 20 cycle owned by s.\"T\".c");
  REQUIRE(parsed);
  CHECK(builtin_type(*parsed->type) == "integer");
  CHECK(parsed->start == "1000");
  CHECK(parsed->increment == "-5");
  CHECK(parsed->minimum == "-10");
  CHECK_FALSE(parsed->maximum);
  CHECK(parsed->no_maximum);
  CHECK_FALSE(parsed->no_minimum);
  CHECK(parsed->cache == "20");
  CHECK(parsed->cycle == true);
  CHECK(parsed->owned_by->parts == Names{"s", "T", "c"});

  const auto empty = parse_sequence("");
  REQUIRE(empty);
  CHECK_FALSE(empty->start);
  CHECK_FALSE(empty->owned_by);
  const auto none = parse_sequence("owned by none no cycle start +3");
  REQUIRE(none);
  CHECK(none->owned_by->parts.empty());
  CHECK(none->cycle == false);
  CHECK(none->start == "3");

  struct Row {
    std::string text;
    std::size_t offset;
    std::string message;
  };
  for (const Row& row : std::vector<Row>{
           {"start 1 start 2", 8, "START is given twice"},
           {"minvalue 1 no minvalue", 11, "MINVALUE is given twice"},
           {"cycle no cycle", 6, "CYCLE is given twice"},
           {"start 1.5", 6, "expected a whole number, found '1.5'"},
           {"cache", 5, "expected a whole number, found the end"},
           {"owned by t", 9, "expected table.column or NONE"},
           {"restart", 0, "RESTART changes a sequence's value, which is no part of its definition"},
           {"sequence name s", 0,
            "expected AS, START, INCREMENT, MINVALUE, MAXVALUE, NO, CACHE, CYCLE or OWNED BY, found 'sequence'"},
       }) {
    CAPTURE(row.text);
    const auto sequence = parse_sequence(row.text);
    REQUIRE_FALSE(sequence);
    CHECK(sequence.error().offset == row.offset);
    CHECK(sequence.error().message == row.message);
  }
}

#include "grammar/split.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::grammar;

TEST_CASE("statements end where psql ends them") {
  struct Row {
    std::string sql;
    std::vector<std::string> statements;
  };
  const std::vector<Row> rows = {
      {"", {}},
      {" ; ;-- nothing\n/* ; */;", {}},
      {"select 1", {"select 1"}},
      {"-- a\nselect 1 ; -- b\n select 2 -- c", {"select 1", "select 2"}},
      {"select ';', \"a;b\", $$;$$, $x$;$$;$x$, E'\\';'; select 2",
       {"select ';', \"a;b\", $$;$$, $x$;$$;$x$, E'\\';'", "select 2"}},
      {"select /* ; /* ; */ ; */ 1; select 2", {"select /* ; /* ; */ ; */ 1", "select 2"}},
      {"create rule r as on insert to t do (select 1; select 2); select 3",
       {"create rule r as on insert to t do (select 1; select 2)", "select 3"}},
      {"create function f() returns int begin atomic select 1; select case when a then b end; end; select 2",
       {"create function f() returns int begin atomic select 1; select case when a then b end; end", "select 2"}},
      {"create or replace procedure p() BEGIN ATOMIC; END; select 2",
       {"create or replace procedure p() BEGIN ATOMIC; END", "select 2"}},
      {"begin; select 1; end", {"begin", "select 1", "end"}},
      {"begin atomic; end; select 1", {"begin atomic", "end", "select 1"}},
      {"create function begin() returns int as 'x'; select 2",
       {"create function begin() returns int as 'x'", "select 2"}},
      {"select 1a; select {", {"select 1a", "select {"}},
      {"select ); select 2", {"select )", "select 2"}},
      {"create", {"create"}},
      {"create or; replace", {"create or", "replace"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.sql);
    const auto split = split_statements(row.sql);
    REQUIRE(split);
    REQUIRE(split->size() == row.statements.size());
    for (std::size_t i = 0; i < split->size(); ++i) {
      CHECK((*split)[i].text == row.statements[i]);
      CHECK(std::string_view(row.sql).substr((*split)[i].offset, (*split)[i].text.size()) == (*split)[i].text);
    }
  }
}

TEST_CASE("what never ends is an error at its beginning") {
  struct Row {
    std::string sql;
    std::size_t offset;
    std::string message;
  };
  for (const Row& row : std::vector<Row>{{"select 1; select 'x", 17, "unterminated string"},
                                         {"select \"x", 7, "unterminated quoted name"},
                                         {"/* a /* b */", 0, "unterminated comment"},
                                         {"do $a$ begin end $b$;", 3, "unterminated dollar-quoted string"}}) {
    CAPTURE(row.sql);
    const auto split = split_statements(row.sql);
    REQUIRE_FALSE(split);
    CHECK(split.error().offset == row.offset);
    CHECK(split.error().message == row.message);
  }
}

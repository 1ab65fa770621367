// Definitions of what stands outside of tables: statistics, publications, event triggers, foreign data.

#include "grammar/event_trigger.hpp"
#include "grammar/foreign.hpp"
#include "grammar/publication.hpp"
#include "grammar/statistics.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::grammar;

namespace {

struct Mistake {
  const char* text;
  std::size_t offset;
};

template <class Parse>
void check_mistakes(const std::vector<Mistake>& mistakes, const Parse& parse) {
  for (const Mistake& each : mistakes) {
    CAPTURE(each.text);
    const auto parsed = parse(each.text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().offset == each.offset);
  }
}

}  // namespace

TEST_CASE("statistics") {
  const auto parsed = parse_statistics("(ndistinct, mcv) ON a, \"B b\", (c + 1), s.f(d) FROM s.t");
  REQUIRE(parsed);
  CHECK(parsed->kinds == std::vector<std::string>{"ndistinct", "mcv"});
  CHECK(parsed->columns == std::vector<std::string>{"a", "B b"});
  REQUIRE(parsed->expressions.size() == 2);
  CHECK(parsed->expressions[0].text == "c + 1");
  CHECK(parsed->expressions[1].text == "s.f(d)");
  CHECK(parsed->table.parts == std::vector<std::string>{"s", "t"});
  check_mistakes({{"on a from t", 3}, {"(mcv) on (a + 1) from t", 0}, {"(x) on a, b from t", 1}, {"on a, b", 7}},
                 parse_statistics);
}

TEST_CASE("publications") {
  const auto parsed = parse_publication(
      "for table a (x, y) where (x > 0), s.b, tables in schema u, v, table c with (publish = 'insert', "
      "publish_via_partition_root)");
  REQUIRE(parsed);
  REQUIRE(parsed->tables.size() == 3);
  CHECK(parsed->tables[0].columns == std::vector<std::string>{"x", "y"});
  CHECK(parsed->tables[0].where->text == "x > 0");
  CHECK(parsed->tables[2].table.parts == std::vector<std::string>{"c"});
  CHECK(parsed->schemas == std::vector<std::string>{"u", "v"});
  CHECK(parsed->with == StorageParameters{{"publish", "insert"}, {"publish_via_partition_root", "true"}});
  CHECK(parse_publication("FOR ALL TABLES")->all_tables);
  CHECK(parse_publication(""));
  check_mistakes(
      {{"for a", 4}, {"for table only a", 10}, {"for tables in schema current_schema", 21}, {"all tables", 0}},
      parse_publication);
}

TEST_CASE("event triggers") {
  const auto parsed =
      parse_event_trigger("on ddl_command_end when tag in ('CREATE TABLE', 'x') execute procedure s.f()");
  REQUIRE(parsed);
  CHECK(parsed->event == "ddl_command_end");
  CHECK(parsed->tags == std::vector<std::string>{"CREATE TABLE", "x"});
  CHECK(parsed->function.parts == std::vector<std::string>{"s", "f"});
  check_mistakes({{"on sql_drop when x in ('a') execute function f()", 17}, {"on sql_drop execute function f(1)", 31}},
                 parse_event_trigger);
}

TEST_CASE("foreign data") {
  const auto server = parse_server("type 't' version '1' foreign data wrapper w options (host 'h', \"A b\" 'it''s')");
  REQUIRE(server);
  CHECK(server->type == "t");
  CHECK(server->wrapper == "w");
  CHECK(server->options == ForeignOptions{{"host", "h"}, {"A b", "it's"}});
  const auto wrapper = parse_wrapper("no handler validator s.v options (user 'x')");
  REQUIRE(wrapper);
  CHECK_FALSE(wrapper->handler);
  CHECK(wrapper->validator->parts == std::vector<std::string>{"s", "v"});
  CHECK(parse_wrapper(""));
  check_mistakes({{"foreign data w", 13}, {"foreign data wrapper w options (a 'x', a 'y')", 39}}, parse_server);
}

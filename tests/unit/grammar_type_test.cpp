#include "grammar/keywords.hpp"
#include "grammar/type.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace limbeck::grammar;

// The second column is what format_type(atttypid, atttypmod) of PostgreSQL 15 says of a column of the type.
TEST_CASE("R20: a type has the text that format_type gives it") {
  struct Row {
    std::string text;
    std::string type;  // empty: no type of pg_catalog, or none that PostgreSQL accepts
  };
  const std::vector<Row> rows = {
      {"int", "integer"},
      {"INT4", "integer"},
      {"integer", "integer"},
      {"int2", "smallint"},
      {"bigint", "bigint"},
      {"bool", "boolean"},
      {"float", "double precision"},
      {"float(1)", "real"},
      {"float(24)", "real"},
      {"float(25)", "double precision"},
      {"double  precision", "double precision"},
      {"dec", "numeric"},
      {"dec(5)", "numeric(5,0)"},
      {"decimal(5, 2)", "numeric(5,2)"},
      {"numeric( 10 , 2 )", "numeric(10,2)"},
      {"numeric(3,-2)", "numeric(3,-2)"},
      {"numeric(1001)", ""},
      {"numeric(3,2,1)", ""},
      {"char", "character(1)"},
      {"char(10)", "character(10)"},
      {"character varying", "character varying"},
      {"char varying(3)", "character varying(3)"},
      {"varchar(010)", "character varying(10)"},
      {"varchar(0)", ""},
      {"varchar(10485761)", ""},
      {"varchar(a)", ""},
      {"national character varying(10)", "character varying(10)"},
      {"nchar", "character(1)"},
      {"bpchar", "bpchar"},
      {"bpchar(3)", "character(3)"},
      {"\"char\"", "\"char\""},
      {"pg_catalog.char", "\"char\""},
      {"bit", "bit(1)"},
      {"bit(5)", "bit(5)"},
      {"\"bit\"", "\"bit\""},
      {"bit varying", "bit varying"},
      {"varbit(3)", "bit varying(3)"},
      {"time", "time without time zone"},
      {"time(2) without time zone", "time(2) without time zone"},
      {"timetz(3)", "time(3) with time zone"},
      {"timestamp", "timestamp without time zone"},
      {"timestamp(9)", "timestamp(6) without time zone"},
      {"timestamp ( 3 ) with time zone", "timestamp(3) with time zone"},
      {"timestamptz", "timestamp with time zone"},
      {"\"timestamptz\"", "timestamp with time zone"},
      {"interval", "interval"},
      {"interval(3)", "interval(3)"},
      {"interval year to month", "interval year to month"},
      {"interval day to second(2)", "interval day to second(2)"},
      {"interval second(2)", "interval second(2)"},
      {"int[]", "integer[]"},
      {"int[2][3]", "integer[]"},
      {"integer array[4]", "integer[]"},
      {"timestamp(3)[]", "timestamp(3) without time zone[]"},
      {"_int4", "integer[]"},
      {"pg_catalog._varchar(3)", "character varying(3)[]"},
      {"pg_catalog.int4", "integer"},
      {"pg_catalog.timestamptz(3)", "timestamp(3) with time zone"},
      {"pg_catalog.integer", ""},
      {"pg_catalog.decimal", ""},
      {"jsonb", "jsonb"},
      {"tstzrange", "tstzrange"},
      {"int4multirange", "int4multirange"},
      {"regclass", "regclass"},
      {"name", "name"},
      {"void", "void"},
      {"text(3)", ""},
      {"foo", ""},
      {"public.text", ""},
      {"\"Text\"", ""},
      {"geography(Point, 4326)", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto type = parse_type(row.text);
    REQUIRE(type);
    CHECK(builtin_type(*type).value_or("") == row.type);
    CHECK(type->offset == 0);
    CHECK(type->length == std::string_view(row.text).size());
    if (row.type[0] == '\0') continue;
    const auto again = parse_type(row.type);
    REQUIRE(again);
    CHECK(builtin_type(*again).value_or("") == row.type);
  }
}

TEST_CASE("types of one's own keep their parts and modifiers as written") {
  const auto type = parse_type(" gis.Geography ( Point , 4326 ) [] ");
  REQUIRE(type);
  CHECK(type->name == std::vector<std::string>{"gis", "geography"});
  CHECK(type->modifiers == std::vector<std::string>{"Point", "4326"});
  CHECK(type->array);
  CHECK(type->offset == 1);
  CHECK(parse_type("\"My Mood\"")->name == std::vector<std::string>{"My Mood"});
}

TEST_CASE("serial types are the type of the column and say so") {
  struct Row {
    std::string text;
    std::string of;
  };
  for (const Row& row : std::vector<Row>{{"serial", "integer"},
                                         {"SERIAL4", "integer"},
                                         {"bigserial", "bigint"},
                                         {"serial8", "bigint"},
                                         {"smallserial", "smallint"},
                                         {"serial2", "smallint"}}) {
    CAPTURE(row.text);
    const auto type = parse_type(row.text);
    REQUIRE(type);
    CHECK(type->is_serial());
    CHECK(type->serial_of == row.of);
    CHECK(type->name == std::vector<std::string>{row.of});
  }
  CHECK_FALSE(parse_type("\"serial\"")->is_serial());
  CHECK_FALSE(parse_type("public.serial")->is_serial());
}

TEST_CASE("an error of a type points at the token") {
  struct Row {
    std::string text;
    std::size_t offset;
    std::string message;
  };
  const std::vector<Row> rows = {
      {"", 0, "expected a type, found the end"},
      {"'x'", 0, "expected a type, found 'x'"},
      {"select", 0, "expected a type, found 'select'"},
      {"precision", 0, "expected a type, found 'precision'"},
      {"varchar(10", 10, "expected ')' to close the '(' at character 8, found the end"},
      {"numeric()", 8, "expected a number or a word, found ')'"},
      {"int[a]", 4, "expected ']', found 'a'"},
      {"int array[]", 10, "expected a number, found ']'"},
      {"int 4", 4, "'4' has no place here"},
      {"float(54)", 6, "the precision of float is between 1 and 53"},
      {"interval year to day", 17, "expected the smaller field of the interval, found 'day'"},
      {"interval day(3)", 12, "'(' has no place here"},
      {"national int", 9, "expected 'character', found 'int'"},
      {"a.b.c", 0, "a type has at most a schema and a name"},
      {"t.a%type", 3, "write the type itself, not a reference to a column"},
      {"setof int", 0, "'setof' is for what a function returns only"},
      {"\"integer\"", 0, "in quotes, \"integer\" is not PostgreSQL's type of that name"},
      {"int; drop table x", 3, "a ';' has no place here"},
      {"1a", 0, "a number cannot be followed directly by a letter"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto type = parse_type(row.text);
    REQUIRE_FALSE(type);
    CHECK(type.error().offset == row.offset);
    CHECK(type.error().message == row.message);
  }
}

TEST_CASE("the names for suggestions are sorted, and most are types") {
  const auto& names = builtin_type_names();
  CHECK(std::is_sorted(names.begin(), names.end()));
  for (const char* name : {"int4", "integer", "varchar", "timestamptz", "serial", "jsonb"}) {
    CAPTURE(std::string(name));
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
  }
}

TEST_CASE("R41: keywords of every supported version need quotes") {
  for (const char* word :
       {"select", "user", "left", "between", "char", "json", "json_table", "system_user", "values"}) {
    CAPTURE(std::string(word));
    CHECK(needs_quotes_as_keyword(word));
  }
  for (const char* word : {"name", "status", "type", "value", "key", "absent", "period", "abc", "", "Select"}) {
    CAPTURE(std::string(word));
    CHECK_FALSE(needs_quotes_as_keyword(word));
  }
  CHECK(is_reserved("select"));
  CHECK(is_reserved("left"));
  CHECK_FALSE(is_reserved("between"));
  CHECK_FALSE(is_reserved("name"));
}

#include "grammar/definition.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::grammar;

using Names = std::vector<std::string>;

TEST_CASE("keys") {
  const auto parsed = parse_constraint(
      "UNIQUE NULLS NOT DISTINCT (a, \"B c\") INCLUDE (d) WITH (fillfactor='70', autosummarize) USING INDEX TABLESPACE "
      "fast NOT DEFERRABLE INITIALLY IMMEDIATE");
  REQUIRE(parsed);
  CHECK(parsed->kind == ConstraintKind::unique);
  CHECK(parsed->columns == Names{"a", "B c"});
  CHECK(parsed->include == Names{"d"});
  CHECK(parsed->nulls_not_distinct);
  CHECK(parsed->with == StorageParameters{{"fillfactor", "70"}, {"autosummarize", "true"}});
  CHECK(parsed->tablespace == "fast");
  CHECK(parsed->deferrability.deferrable == false);
  CHECK(parsed->deferrability.initially_deferred == false);

  const auto primary = parse_constraint("primary key (id)");
  REQUIRE(primary);
  CHECK(primary->kind == ConstraintKind::primary_key);
  CHECK_FALSE(primary->deferrability.deferrable);
}

TEST_CASE("checks lose the parentheses that SQL demands, and no others") {
  struct Row {
    std::string text;
    std::string expression;
    bool not_valid, no_inherit, not_enforced;
  };
  for (const Row& row : std::vector<Row>{
           {"check (a > 0)", "a > 0", false, false, false},
           {"CHECK (((a > 0) AND (b < 1)))", "((a > 0) AND (b < 1))", false, false, false},
           {"check (a > 0) no inherit not valid", "a > 0", true, true, false},
           {"check (a > 0) not valid no inherit", "a > 0", true, true, false},
           {"check (a > 0) not enforced", "a > 0", false, false, true},
           {"check (a > 0) enforced", "a > 0", false, false, false},
       }) {
    CAPTURE(row.text);
    const auto check = parse_constraint(row.text);
    REQUIRE(check);
    CHECK(check->kind == ConstraintKind::check);
    CHECK(check->expression->text == row.expression);
    CHECK(check->expression->offset == std::string_view(row.text).find(row.expression));
    CHECK(check->not_valid == row.not_valid);
    CHECK(check->no_inherit == row.no_inherit);
    CHECK(check->not_enforced == row.not_enforced);
  }
}

TEST_CASE("foreign keys") {
  const auto parsed = parse_constraint(
      "FOREIGN KEY (a, b) REFERENCES s.t(x, y) MATCH FULL ON UPDATE NO ACTION ON DELETE SET DEFAULT (b) DEFERRABLE "
      "INITIALLY DEFERRED NOT VALID");
  REQUIRE(parsed);
  CHECK(parsed->kind == ConstraintKind::foreign_key);
  CHECK(parsed->columns == Names{"a", "b"});
  CHECK(parsed->references->parts == Names{"s", "t"});
  CHECK(parsed->references->offset == 30);
  CHECK(parsed->references->length == 3);
  CHECK(parsed->referenced_columns == Names{"x", "y"});
  CHECK(parsed->match == "full");
  CHECK(parsed->on_update == ForeignKeyAction::no_action);
  CHECK(parsed->on_delete == ForeignKeyAction::set_default);
  CHECK(parsed->on_delete_columns == Names{"b"});
  CHECK(parsed->deferrability.initially_deferred == true);
  CHECK(parsed->not_valid);
  CHECK(parse_constraint("foreign key (a) references t on delete restrict")->on_delete == ForeignKeyAction::restrict);
  CHECK_FALSE(parse_constraint("foreign key (a) references t")->on_delete);
}

TEST_CASE("exclusions") {
  const auto parsed = parse_constraint(
      "EXCLUDE USING gist (room WITH =, (tstzrange(a, b)) WITH OPERATOR(pg_catalog.&&), lower(c) COLLATE \"C\" s.ops "
      "DESC WITH s.=) INCLUDE (d) WHERE ((price > 0)) DEFERRABLE");
  REQUIRE(parsed);
  CHECK(parsed->kind == ConstraintKind::exclusion);
  CHECK(parsed->method == "gist");
  REQUIRE(parsed->elements.size() == 3);
  CHECK(parsed->elements[0].column == "room");
  CHECK(parsed->elements[0].exclude_operator->parts == Names{"="});
  CHECK(parsed->elements[1].expression->text == "tstzrange(a, b)");
  CHECK(parsed->elements[1].exclude_operator->parts == Names{"pg_catalog", "&&"});
  CHECK(parsed->elements[2].expression->text == "lower(c)");
  CHECK(parsed->elements[2].collation->parts == Names{"C"});
  CHECK(parsed->elements[2].operator_class->parts == Names{"s", "ops"});
  CHECK(parsed->elements[2].descending);
  CHECK(parsed->elements[2].exclude_operator->parts == Names{"s", "="});
  CHECK(parsed->include == Names{"d"});
  CHECK(parsed->where->text == "(price > 0)");
  CHECK(parsed->deferrability.deferrable == true);
}

TEST_CASE("a wrong constraint is refused at the token that is wrong") {
  struct Row {
    std::string text;
    std::size_t offset;
    std::string message;
  };
  for (const Row& row : std::vector<Row>{
           {"", 0, "expected CHECK, UNIQUE, PRIMARY KEY, FOREIGN KEY or EXCLUDE, found the end"},
           {"not null a", 0, "expected CHECK, UNIQUE, PRIMARY KEY, FOREIGN KEY or EXCLUDE, found 'not'"},
           {"constraint c check (a)", 0, "the constraint's name is the key, it is not repeated here"},
           {"check (a > 0) and (b > 0)", 14, "'and' has no place here"},
           {"check (a > 0", 12, "expected ')' to close the '(' at character 7, found the end"},
           {"check (a >)", 10, "expected an expression, found ')'"},
           {"check (a) deferrable initially later", 31, "expected DEFERRED or IMMEDIATE, found 'later'"},
           {"unique (a) not valid", 11, "'not' has no place here"},
           {"unique (lower(a))", 13, "expected ')' to close the '(' at character 8, found '('"},
           {"unique (a) where (b)", 11, "'where' has no place here"},
           {"unique using index i", 7, "a constraint over an existing index is not supported"},
           {"unique (a without overlaps, b)", 26, "expected ')' to close the '(' at character 8, found ','"},
           {"foreign key (a, period b) references t (a, b)", 45,
            "PERIOD stands before the last column of both sides, or of none"},
           {"primary key ()", 13, "expected a column, found ')'"},
           {"foreign key (a) references t on delete nothing", 39,
            "expected NO ACTION, RESTRICT, CASCADE, SET NULL or SET DEFAULT, found 'nothing'"},
           {"foreign key (a) references t on delete cascade on delete cascade", 47, "ON DELETE is given twice"},
           {"foreign key (a) references a.b.c", 27, "a name here has at most a schema and a name"},
           {"exclude using gist (a)", 21, "expected 'with', found ')'"},
           {"exclude using gist (a with &&) where b > 0", 37, "expected '(', found 'b'"},
           {"unique (a) with (fillfactor = 70, FillFactor = 80)", 34, "fillfactor is given twice"},
       }) {
    CAPTURE(row.text);
    const auto constraint = parse_constraint(row.text);
    REQUIRE_FALSE(constraint);
    CHECK(constraint.error().offset == row.offset);
    CHECK(constraint.error().message == row.message);
  }
}

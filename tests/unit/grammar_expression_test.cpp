#include "grammar/expression.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::grammar;

namespace {

// "column a.b, function f": what the expression names, in order, with the text that each name covers where it differs.
std::string names_of(const Expression& expression) {
  static const char* const roles[] = {"column", "function", "type", "relation", "collation", "operator"};
  std::string result;
  for (const NameUse& name : expression.names) {
    if (!result.empty()) result += ", ";
    result += roles[static_cast<std::size_t>(name.role)];
    std::string dotted;
    for (const std::string& part : name.parts) dotted.append(dotted.empty() ? "" : ".").append(part);
    result.append(" ").append(dotted);
    const std::string covered = expression.text.substr(name.offset, name.length);
    if (covered != dotted) result.append(" <").append(covered).append(">");
  }
  return result;
}

}  // namespace

TEST_CASE("expressions that people write") {
  for (const char* text : {
           "1",
           "-3 ^ 2",
           "- - 3",
           "a = b is null",
           "a is null is null",
           "a is null = b",
           "1 + not a",
           "not not a",
           "not a = b or c and not d",
           "a between 1 and 2 and b not between symmetric c and d",
           "a between b = c and d",
           "a in (1, 2) in (true)",
           "(a, b) in ((1, 2), (3, 4))",
           "a in (select b from c where d in (1))",
           "a not like b escape '!' or a ilike any (array['x'])",
           "a similar to 'x' and a not similar to 'y' escape '#'",
           "a is not distinct from b + c",
           "a is not unknown and b isnull and c notnull",
           "a is json object with unique keys or a is not json",
           "a is document and b is not nfkc normalized",
           "a at time zone 'utc' at time zone b",
           "a at local",
           "a collate pg_catalog.\"C\" < b",
           "a operator(pg_catalog.@>) b and operator(s.-) c > 0",
           "@ a + |/ 25 - !! b",
           "a ->> 'x' #>> '{a,b}' || b ? 'c' && d",
           "a = any (array[1,2]) and b <> all (select c from d)",
           "a::int::text[]::varchar(3)",
           "cast(a as double precision)",
           "case a when 1 then 2 else 3 end + case when b then c end",
           "array[[1, 2], [3, 4]] || array[]::int[] || array(select 1)",
           "row() is null and row(1, t.*) = (1, 2)",
           "(a).b.c[1].d and (row(1)).f1 and (t.a).*",
           "a[1][2:3][:][:4][5:]",
           "exists (select 1) and not exists (values (1))",
           "((select 1) union (select 2)) + (with x as (select 1) select * from x)",
           "f(a => 1, b := 2) + g(variadic c) + count(*) + h(all a) + s.t.f()",
           "array_agg(distinct a order by b desc nulls last, c using <) filter (where d)",
           "percentile_cont(0.5) within group (order by a)",
           "rank() over (partition by a order by b rows between unbounded preceding and current row) + sum(a) over w",
           "extract(year from a) + extract('month' from b)",
           "substring(a from 1 for 2) || substring(a for 2) || substring(a similar 'x' escape '#') || substring(a, 1)",
           "position('a' || b in c) + position((a) in (b))",
           "trim(both 'x' from a) || trim(from b) || trim(leading from c) || trim(d)",
           "overlay(a placing b from 1 for 2) || normalize(a, nfc)",
           "coalesce(a, nullif(b, ''), greatest(c, least(d, e)))",
           "collation for (a) is null and treat(a as b) is null",
           "xmlelement(name foo, xmlattributes(a as b, c), d)",
           "xmlserialize(content xmlforest(a, b as c) as text) || xmlroot(a, version no value, standalone yes)",
           "xmlparse(document a preserve whitespace) is document and xmlexists('x' passing by ref a)",
           "json_object('a': 1, 'b' value c null on null with unique keys returning jsonb)",
           "json_value(a, '$.b' passing c as d returning int default 0 on empty error on error)",
           "json_query(a, 'x' with conditional array wrapper omit quotes on scalar string empty array on error)",
           "json_array(a, b absent on null) is null and json_array(select 1) is null",
           "json_array(null on null returning json)",
           "current_date > current_timestamp(3)::date and user = session_user and system_user is null",
           "current_schema = current_schema() and localtime(0) < now()",
           "date '2020-01-01' + interval '1' day + interval '1 2' day to second(3) + interval(3) '1'",
           "timestamp(3) with time zone '2020-01-01' > timestamp '2020-01-01'",
           "double precision '1' + numeric(3,1) '2' + s.t '3' + t(4) 'x'",
           "e'a\\n' || U&'\\0041' || $$x$$ || $t$y$t$ || 'a'\n'b'",
           "b'101' & x'1F'",
           "1_000 + 0x1F + 1e-3 + .5 + 1.",
           "\"Odd \"\"name\" + \xC3\xA9t\xC3\xA9 + a$b + u&\"d\\0061t\"",
           "left(a, 1) = right(b, 1)",
           "interval + time + text + name + value + double",
           "(1, 2) overlaps (3, 4)",
           "a /* c */ + -- d\n b",
       }) {
    CAPTURE(std::string(text));
    const auto expression = parse_expression(text);
    if (!expression) {
      CAPTURE(expression.error().offset);
      FAIL_CHECK(expression.error().message);
    }
  }
}

TEST_CASE("what is no expression is refused at the token that is wrong") {
  struct Row {
    std::string text;
    std::size_t offset;
    std::string message;
  };
  const std::vector<Row> rows = {
      {"", 0, "expected an expression, found the end"},
      {"a +", 3, "expected an expression, found the end"},
      {"a b", 2, "'b' has no place here"},
      {"a, b", 1, "',' has no place here"},
      {"a; drop table b", 1, "a ';' has no place here"},
      {"(a", 2, "expected ')' to close the '(' at character 1, found the end"},
      {"\xC3\xA9 + (a b)", 8, "expected ')' to close the '(' at character 5, found 'b'"},
      {"a)", 1, "this ')' closes nothing"},
      {"a < b < c", 6, "operators of this kind cannot be chained: put one of them in parentheses"},
      {"a = b = c", 6, "operators of this kind cannot be chained: put one of them in parentheses"},
      {"a like b like c", 9, "operators of this kind cannot be chained: put one of them in parentheses"},
      {"a is distinct from b is null", 21, "operators of this kind cannot be chained: put one of them in parentheses"},
      {"select 1", 0, "expected an expression, but 'select' is a reserved word"},
      {"a = user_id and table", 16, "expected an expression, but 'table' is a reserved word"},
      {"default", 0, "expected an expression, found 'default'"},
      {"a is foo", 5, "expected NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM, JSON, DOCUMENT or NORMALIZED, found 'foo'"},
      {"a in b", 5, "expected '(', found 'b'"},
      {"a in ()", 6, "expected an expression, found ')'"},
      {"a not b", 2, "'not' has no place here"},
      {"case when a then b", 18, "expected WHEN, ELSE or END, found the end"},
      {"case end", 5, "expected an expression, but 'end' is a reserved word"},
      {"a::", 3, "expected a type, found the end"},
      {"a::t.x.y", 3, "a type has at most a schema and a name"},
      {"int(a)", 3, "'int' is a type, not a function"},
      {"between(a)", 0, "'between' is a keyword, not a function"},
      {"(a order by b)", 3, "expected ')' to close the '(' at character 1, found 'order'"},
      {"f(a,)", 4, "expected an expression, found ')'"},
      {"f(variadic a, b)", 14, "VARIADIC is for the last argument"},
      {"array(1)", 6, "expected SELECT: an array of values is written in brackets, found '1'"},
      {"array[array[1], [2]]", 16, "expected an expression, found '['"},
      {"exists (1)", 8, "expected SELECT, found '1'"},
      {"values (1)", 0, "VALUES is a query: it needs parentheses around it"},
      {"(select (1)", 11, "expected ')' to close the '(' at character 1, found the end"},
      {"(select a[1)", 11, "expected ']' to close the '[' at character 10, found ')'"},
      {"interval '1' foo", 13, "'foo' has no place here"},
      {"a = 'x", 4, "unterminated string"},
      {"a + 1b", 4, "a number cannot be followed directly by a letter"},
      {"a # { b", 4, "this character has no meaning in SQL"},
      {"= a", 0, "expected an expression, found '='"},
      {"a => b", 2, "'=>' has no place here"},
      {"f(*)(1)", 4, "'(' has no place here"},
      {"extract(a, b)", 9, "expected 'from', found ','"},
      {"coalesce()", 9, "expected an expression, found ')'"},
      {"any (array[1])", 0, "expected an expression, but 'any' is a reserved word"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto expression = parse_expression(row.text);
    REQUIRE_FALSE(expression);
    CHECK(expression.error().offset == row.offset);
    CHECK(expression.error().message == row.message);
  }
}

TEST_CASE("names are listed with their role and place") {
  struct Row {
    std::string text;
    std::string names;
  };
  const std::vector<Row> rows = {
      {"a + T.\"B\"", "column a, column t.B <T.\"B\">"},
      {"t.* is null", "column t.*"},
      {"(a).b.c + (row(d)).f1", "column a, column d"},
      {"a[b].c", "column a, column b"},
      {"lower(a) = s.f(b => c)", "function lower, column a, function s.f, column c"},
      {"current_timestamp > now() and true", "function now"},
      {"coalesce(a, extract(year from b))", "column a, column b"},
      {"a::S.Mood[] = cast(b as int4)", "column a, type s.mood <S.Mood>, column b, type integer <int4>"},
      {"a::varchar(3)", "column a, type character varying <varchar>"},
      {"date 'x' + s.t 'y' + u(3) 'z'", "type date, type s.t, type u"},
      {"nextval('s.seq'::regclass)", "function nextval, relation s.seq, type regclass"},
      {"nextval('\"Seq\"')", "function nextval, relation Seq <\"Seq\">"},
      {"setval(E's.seq', 1)", "function setval, relation s.seq"},
      {"s.nextval('x')", "function s.nextval"},
      {"regclass 'a.b' = cast($$c$$ as regclass)", "type regclass, relation a.b, relation c, type regclass"},
      {"'12345'::regclass", "type regclass"},
      {"'x'::text", "type text"},
      {"a collate \"C\"", "column a, collation C <\"C\">"},
      {"a operator(s.=) b", "column a, operator s.=, column b"},
      {"left(a, 1)", "function left, column a"},
      {"xmlelement(name foo, xmlattributes(a as b))", "column a"},
      {"VALUE > 0", "column value <VALUE>"},
      {"exists (select 1 from s.members m, other join third as x on m.id = x.id where m.a = f(b) order by c nulls "
       "first)",
       "relation s.members, relation other, relation third, column m.id, column x.id, column m.a, function f, column "
       "b, "
       "column c"},
      {"a in (select b::s.t from c where d is distinct from e and extract(year from g) > 'x'::u)",
       "column a, column b, type s.t, relation c, column d, column e, column g, type u"},
      {"(select cast(a as t) from (select 1) as x)", "column a, type t"},
      {"exists (select from only a cross join b where left(c, 1) = 'x')",
       "relation a, relation b, function left, column c"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto expression = parse_expression(row.text);
    REQUIRE(expression);
    CHECK(names_of(*expression) == row.names);
  }
}

TEST_CASE("names in queries and in bodies of functions") {
  struct Row {
    std::string_view text;
    std::string_view names;
  };
  const Row queries[] = {
      {"select a.x, f(b.y)::s.t from one a, two as b where a.id = b.id;",
       "column a.x, function f, column b.y, type s.t, relation one, relation two, column a.id, column b.id"},
      {"with recursive r(n) as (select 1 union all select n + 1 from r), q as materialized (select * from t) "
       "select * from r join q on true, u",
       "column n, column n, relation t, relation u"},
      {"values (1, current_date), (2, null)", ""},
      {"table s.t", "relation s.t"},
      {"(select 1 from t) union (select 2 from u order by 1)", "relation t, relation u"},
      {"select count(*) filter (where x > 0) over w from t window w as (partition by y)",
       "function count, column x, column w, relation t, column w, column y"},
      {"select x from t with ordinality", "column x, relation t"},
      {"select operator(a), b operator(s.===) 3 from t where (c OPERATOR(s.@@@) d) order by e using operator(r.<)",
       "function operator, column a, column b, operator s.===, relation t, column c, operator s.@@@, column d, "
       "column e, operator r.<"},
  };
  for (const Row& row : queries) {
    CAPTURE(row.text);
    const auto query = parse_query(row.text);
    REQUIRE(query);
    CHECK(names_of(*query) == row.names);
  }
  const Row bodies[] = {
      {"return x + f(1)", "column x, function f"},
      {"begin atomic insert into s.t (a) values (1); update u set b = 2 where c = 3; delete from v; select d from w; "
       "end",
       "relation s.t, column a, relation u, column b, column c, relation v, column d, relation w"},
  };
  for (const Row& row : bodies) {
    CAPTURE(row.text);
    const auto body = parse_body(row.text);
    REQUIRE(body);
    CHECK(names_of(*body) == row.names);
  }
  for (const std::string_view wrong : {"", "insert into t values (1)", "select (1", "select 1; select 2", "x"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_query(wrong));
  }
}

TEST_CASE("literals are listed with the type of a cast directly on them") {
  const auto expression =
      parse_expression(" a = 'it''s' or b = 'x'::public.Mood[] or cast('y' as int)::text = date 'z' ");
  REQUIRE(expression);
  CHECK(expression->offset == 1);
  REQUIRE(expression->literals.size() == 4);
  const std::string& text = expression->text;
  const auto written = [&](const LiteralUse& use) { return text.substr(use.offset, use.length); };
  const auto& literals = expression->literals;
  CHECK(literals[0].value == "it's");
  CHECK(written(literals[0]) == "'it''s'");
  CHECK_FALSE(literals[0].type);
  CHECK(literals[1].value == "x");
  REQUIRE(literals[1].type);
  CHECK(literals[1].type->name == std::vector<std::string>{"public", "mood"});
  CHECK(literals[1].type->array);
  CHECK(text.substr(literals[1].type->offset, literals[1].type->length) == "public.Mood[]");
  REQUIRE(literals[2].type);
  CHECK(literals[2].type->name == std::vector<std::string>{"integer"});
  REQUIRE(literals[3].type);
  CHECK(literals[3].type->name == std::vector<std::string>{"date"});
}

TEST_CASE("the same tokens in other spelling are the same expression") {
  struct Row {
    std::string a;
    std::string b;
    bool same;
  };
  const std::vector<Row> rows = {
      {"a = 1", " A=1 -- c", true},
      {"(a = 1)", "((a = 1))", true},
      {"(a) = (1)", "(a) = 1", false},
      {"(a) + (b)", "a) + (b", false},
      {"((a) + (b))", "(a) + (b)", true},
      {"f(a)", "F ( \"a\" )", true},
      {"\"Abc\"", "abc", false},
      {"\"Abc\"", "ABC", false},
      {"\"user\"", "user", false},
      {"x::\"char\"", "x::char", false},
      {"\"left\"(a, 1)", "left(a, 1)", false},
      {"\"name\" = \"type\"", "name = type", true},
      {"\"rollup\"(a)", "rollup(a)", false},
      {"a <> b", "a != b", true},
      {"'it''s'", "E'it\\'s'", true},
      {"'a'", "$$a$$", true},
      {"'a'", "N'a'", false},
      {"'a'", "'A'", false},
      {"'a'", "a", false},
      {"b'1'", "B'1'", true},
      {"b'1'", "x'1'", false},
      {"1.0", "1.00", false},
      {"1E3", "1e3", true},
      {"cast(a as int)", "a::int", false},
      {"a::int4", "a::integer", false},
      {"a - -1", "a --1", false},
      {"a", "a b", false},
      {"'a", "'a", false},
      {"", "", false},
      {"a /* x */ and b", "a AND b", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(same_tokens(row.a, row.b) == row.same);
    CHECK(same_tokens(row.b, row.a) == row.same);
  }
}

TEST_CASE("names are replaced where they stand") {
  const auto expression =
      parse_expression("old + f(\"old\", 'old') + t.old + nextval('old'::regclass) + nextval(e'old')");
  REQUIRE(expression);
  const auto text = with_names(*expression, [](const NameUse& name) -> std::optional<std::string> {
    if (name.parts != std::vector<std::string>{"old"}) return std::nullopt;
    return name.role == NameUse::Role::relation ? "\"it's \\\"" : "\"New\"";
  });
  CHECK(text == "\"New\" + f(\"New\", 'old') + t.old + nextval('\"it''s \\\"'::regclass) + nextval(e'\"it''s \\\\\"')");
  CHECK(with_names(*expression, [](const NameUse&) { return std::nullopt; }) == expression->text);
}

TEST_CASE("nesting is limited, length is not") {
  const auto repeated = [](const char* text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) result += text;
    return result;
  };
  CHECK(parse_expression(repeated("(", 150) + "1" + repeated(")", 150)));
  for (const char* open : {"(", "- ", "not ", "case when ", "array[", "f(", "a[", "(row(", "coalesce(", "@ "}) {
    CAPTURE(std::string(open));
    const auto deep = parse_expression(repeated(open, 10'000) + "1");
    REQUIRE_FALSE(deep);
    CHECK(deep.error().message == "nested more than 200 levels deep");
    CHECK(deep.error().offset > 0);
  }
  CHECK(parse_expression(repeated("a or a and b = c + d * e and ", 20'000) + "a"));
  CHECK_FALSE(parse_expression("(select " + repeated("(", 100'000)));
}

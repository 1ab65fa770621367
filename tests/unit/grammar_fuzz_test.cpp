// The grammar holds its promises for texts that nobody would write. Always the same ones, so that a failure can be
// repeated; tools/fuzz looks for others.

#include "fuzz/grammar_properties.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace limbeck;

namespace {

const std::vector<std::string_view> seeds{
    "integer not null default 0 check (id > 0) references s.t (a, b) on delete set null (a) deferrable",
    "(status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])",
    "unique using btree (lower(email) collate \"C\" text_pattern_ops desc nulls last) include (x) where (y is not "
    "null)",
    "case when a between 1 and 2 then e'\\x41\\'' else u&'\\0061' uescape '!' end || $q$body$q$ /* c /* d */ */ -- e\n",
    "select a.*, count(*) filter (where b) over (partition by c order by d rows between 1 preceding and current row) "
    "from s.t as a join lateral (select 1) b on true where exists (select 1 from x) union all values (1, 'a')",
    "(in a integer default 1, variadic b text[]) returns setof record language plpgsql security definer as $$begin "
    "end;$$",
    "before insert or update of a, b when (new.a is distinct from old.a) execute function s.f('x')",
    "begin atomic select 1; insert into t values (1); end",
    "create function f() returns int as 'select 1;' language sql; select ';'; -- ;\ncreate rule r as on insert to t do "
    "also (insert into u values (1); delete from u);",
    "exclude using gist (room with =, during with &&) where (not cancelled)",
    "numeric(10,2)[] array[1,2,3] interval '1 day' day to second(3) timestamp(0) with time zone 'now' at time zone "
    "'UTC'",
    "for values from (minvalue, 1) to (maxvalue, 10) with (modulus 3, remainder 1) for values in (null, 'a')",
    "row(1, 2)::public.pair is not null and not (a @> '{\"k\": [1]}'::jsonb) operator(pg_catalog.+) -1e10 ?| b[1:2].c",
};

std::string mutated(std::mt19937& random) {
  const auto below = [&](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  };
  std::string text(seeds[below(seeds.size())]);
  for (std::size_t changes = 1 + below(6); changes > 0; --changes) {
    const std::string_view other = seeds[below(seeds.size())];
    const std::size_t begin = below(other.size());
    const std::string part(other.substr(begin, 1 + below(20)));
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        text.insert(at, part);
        break;
      case 1:
        text.erase(at, 1 + below(10));
        break;
      case 2:
        text.insert(at, 1, "'\"$()[];:.\\\n\0\x80\xff,-/*"[below(20)]);
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), 1 + below(30)));
        break;
      default:
        text.replace(at, std::min(part.size(), text.size() - at), part);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("grammar: what is no SQL is an error with its place, and nothing worse") {
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {
    const std::string text = mutated(random);
    const std::string problem = testing::broken_property(text);
    CAPTURE(text);
    CHECK(problem == "");
  }
}

TEST_CASE("grammar: what is deep is refused, and an exponential case would never end") {
  for (const std::string_view unit :
       {"(", "case when ", "array[", "not ", "a.", "- ", "'a' ", "/*", "select (", "x::"}) {
    std::string text;
    while (text.size() < 4'000) text += unit;
    CAPTURE(unit);
    CHECK(testing::broken_property(text) == "");
  }
}
